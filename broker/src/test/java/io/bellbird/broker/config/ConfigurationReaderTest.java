package io.bellbird.broker.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.InstanceOfAssertFactories.type;

import io.bellbird.codec.Qos;
import java.nio.file.Path;
import java.util.OptionalInt;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class ConfigurationReaderTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '>',
            quoteCharacter = '"',
            textBlock =
                    """
                    max_inflght_messages 20   > unknown setting 'max_inflght_messages', did you mean 'max_inflight_messages'?
                    Listener 1883             > unknown setting 'Listener', did you mean 'listener'?
                    allow_annonymous true     > unknown setting 'allow_annonymous', did you mean 'allow_anonymous'?
                    protocl websockets        > unknown setting 'protocl', did you mean 'protocol'?
                    pasword_file /etc/p       > unknown setting 'pasword_file', did you mean 'password_file'?
                    colour blue               > unknown setting 'colour': remove the line
                    port=1883                 > 'port=1883': write a blank instead of '='
                    max_qos                   > max_qos has no value: use 0, 1 or 2
                    max_qos # later           > max_qos has no value: use 0, 1 or 2
                    max_qos 3                 > max_qos is '3': use 0, 1 or 2
                    allow_anonymous yes       > allow_anonymous is 'yes': use true or false
                    allow_anonymous true true > allow_anonymous is 'true true': use true or false
                    max_keepalive 65536       > max_keepalive is '65536': use a whole number from 0 to 65535
                    max_keepalive 1.5         > max_keepalive is '1.5': use a whole number from 0 to 65535
                    max_connections -2        > max_connections is '-2': use a whole number from -1 to 2147483647
                    max_queued_bytes -1       > max_queued_bytes is '-1': use a whole number of bytes, 0 or more
                    max_queued_bytes 1k       > max_queued_bytes is '1k': use a whole number of bytes, 0 or more
                    outbox_bytes_max 0        > outbox_bytes_max is '0': use a whole number of bytes, 1 or more
                    max_packet_size 19        > max_packet_size is '19': use 0, or a whole number from 20 to 268435460
                    protocol http_api         > protocol is 'http_api': use mqtt or websockets
                    log_type warn             > log_type is 'warn': use error, warning, notice, information, debug, subscribe, unsubscribe, websockets, none or all
                    log_dest printer          > log_dest is 'printer': use stdout, stderr, none, or file and a path
                    log_dest file             > log_dest is 'file': add the path of a file: file /var/log/bellbird.log
                    port 0                    > port is '0': use a whole number from 1 to 65535
                    pid_file                  > pid_file has no value: use the path of a file
                    listener x                > listener is 'x': use a port from 0 to 65535 and, if not all addresses are meant, an address: 1883 127.0.0.1
                    listener 70000            > listener is '70000': use a port from 0 to 65535 and, if not all addresses are meant, an address: 1883 127.0.0.1
                    listener 0 /run/mqtt      > listener is '0 /run/mqtt': Unix sockets are not supported, use a port from 0 to 65535 and, if not all addresses are meant, an address: 1883 127.0.0.1
                    """)
    void a_mistake_is_one_line_that_says_what_to_do(String line, String error) {
        assertThatThrownBy(() -> read("# first line", line))
                .asInstanceOf(type(ConfigurationException.class))
                .satisfies(e -> assertThat(e.errors()).containsExactly("b.conf:2: " + error));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '>',
            textBlock =
                    """
                    certfile /etc/server.crt  > certfile is not supported yet and is ignored: this listener is not encrypted
                    password_file /etc/users  > password_file is not supported yet and is ignored: no client is checked by it
                    acl_file /etc/rights      > acl_file is not supported yet and is ignored: no topic is protected by it
                    persistence true          > persistence is not supported yet and is ignored: sessions and retained messages end with this process
                    auth_opt_host db          > auth_opt_host is not supported yet and is ignored: no client is checked by it
                    connection bridge-1       > connection is not supported yet and is ignored: no bridge is opened
                    include_dir /etc/conf.d   > include_dir is not supported yet and is ignored: no other file is read
                    log_dest syslog           > log_dest syslog is not supported yet and is ignored: use a file, stdout or stderr
                    """)
    void an_option_that_only_mosquitto_supports_is_a_warning_with_its_consequence(String line, String warning)
            throws ConfigurationException {
        assertThat(read("# first line", line).warnings()).containsExactly("b.conf:2: " + warning);
    }

    @ParameterizedTest
    @CsvSource({"persistence false", "per_listener_settings false", "log_timestamp true", "require_certificate false"})
    void an_option_that_asks_for_what_happens_anyway_is_no_warning(String line) throws ConfigurationException {
        assertThat(read(line).warnings()).isEmpty();
    }

    @Test
    void all_mistakes_are_reported_at_once() {
        assertThatThrownBy(() -> read("max_qos 7", "", "listener 1883", "shards many", "listener 1883 127.0.0.1"))
                .hasMessage(
                        """
                        b.conf:1: max_qos is '7': use 0, 1 or 2
                        b.conf:4: shards is 'many': use a whole number from 0 to 64
                        b.conf:5: port 1883 is already opened by line 3: remove one of them or choose another port""");
    }

    static Stream<Arguments> values() {
        return Stream.of(
                value("allow_anonymous 1", BrokerConfig::allowAnonymous, true),
                value("allow_anonymous 0", BrokerConfig::allowAnonymous, false),
                value("allow_anonymous false   # not yet", BrokerConfig::allowAnonymous, false),
                value("allow_zero_length_clientid false", BrokerConfig::allowZeroLengthClientId, false),
                value("auto_id_prefix my clients #1", BrokerConfig::autoIdPrefix, "my clients #1"),
                value("max_inflight_messages 0", BrokerConfig::maxInflightMessages, 0),
                value("max_queued_messages 1000", BrokerConfig::maxQueuedMessages, 1000),
                value("max_queued_bytes 5000000000", BrokerConfig::maxQueuedBytes, 5_000_000_000L),
                value("queue_qos0_messages true", BrokerConfig::queueQos0Messages, true),
                value("max_packet_size 20", BrokerConfig::maxPacketSize, 20),
                value("max_packet_size 0", BrokerConfig::maxPacketSize, 268_435_460),
                value("message_size_limit 10", BrokerConfig::messageSizeLimit, 10),
                value("max_keepalive 60", BrokerConfig::maxKeepaliveSeconds, 60),
                value("retain_available false", BrokerConfig::retainAvailable, false),
                value("set_tcp_nodelay false", BrokerConfig::tcpNoDelay, false),
                value("connection_messages false", BrokerConfig::connectionMessages, false),
                value("outbox_bytes_max 1", BrokerConfig::outboxBytesMax, 1L),
                value("shards 3", BrokerConfig::shards, 3),
                value("shards 0", BrokerConfig::shards, BrokerConfig.availableShards()),
                value("\tshards\t 3 ", BrokerConfig::shards, 3));
    }

    private static Arguments value(String line, Function<BrokerConfig, Object> component, Object value) {
        return Arguments.of(line, component, value);
    }

    @ParameterizedTest
    @MethodSource("values")
    void a_value_arrives_where_code_sees_it(String line, Function<BrokerConfig, Object> component, Object value)
            throws ConfigurationException {
        assertThat(component.apply(read(line).broker())).isEqualTo(value);
    }

    @Test
    void a_listener_has_the_settings_that_follow_it() throws ConfigurationException {
        Configuration configuration = read(
                "listener 1884 192.0.2.1",
                "max_connections 5",
                "max_qos 1",
                "max_topic_alias 0",
                "listener 8083 [::1]   # for browsers",
                "protocol websockets",
                "listener 1885");

        assertThat(configuration.broker().listeners())
                .containsExactly(
                        ListenerConfig.at("192.0.2.1", 1884)
                                .withMaxConnections(5)
                                .withMaxQos(Qos.AT_LEAST_ONCE)
                                .withMaxTopicAlias(0),
                        ListenerConfig.at("::1", 8083).withProtocol(Protocol.WEBSOCKETS),
                        ListenerConfig.at("", 1885));
        assertThat(configuration.warnings()).isEmpty();
    }

    @Test
    void an_empty_file_serves_this_machine_without_user_names() throws ConfigurationException {
        Configuration configuration = read("# nothing", "", "   # said");

        assertThat(configuration).isEqualTo(Configuration.defaults(OptionalInt.empty()));
        assertThat(configuration.broker()).isEqualTo(BrokerConfig.defaults());
        assertThat(configuration.localOnly()).isTrue();
        assertThat(configuration.log()).isEqualTo(LogConfig.defaults());
        assertThat(configuration.pidFile()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"listener 1883", "port 1883", "bind_address 127.0.0.1"})
    void with_a_listener_user_names_are_needed_unless_said(String line) throws ConfigurationException {
        assertThat(read(line).broker().allowAnonymous()).isFalse();
        assertThat(read(line).localOnly()).isFalse();
        assertThat(read(line, "allow_anonymous true").broker().allowAnonymous()).isTrue();
    }

    @Test
    void port_and_bind_address_are_one_listener_beside_the_others() throws ConfigurationException {
        Configuration configuration = read("bind_address 127.0.0.1", "max_qos 0", "listener 1885", "port 1884");

        assertThat(configuration.broker().listeners())
                .containsExactly(ListenerConfig.local(1884).withMaxQos(Qos.AT_MOST_ONCE), ListenerConfig.at("", 1885));
    }

    @Test
    void a_listener_setting_above_all_listeners_is_for_the_local_ones_or_a_warning() throws ConfigurationException {
        assertThat(read("max_connections 7").broker().listeners())
                .containsExactly(
                        ListenerConfig.local(1883).withMaxConnections(7),
                        ListenerConfig.at("::1", 1883).withMaxConnections(7));
        assertThat(read("max_connections 7", "listener 1884").warnings())
                .containsExactly("b.conf:1: max_connections stands before the first 'listener' line and has no effect:"
                        + " move it below the listener that it is for");
    }

    @Test
    void a_setting_given_twice_counts_the_last_time_and_is_a_warning() throws ConfigurationException {
        Configuration configuration = read("shards 1", "shards 2");

        assertThat(configuration.broker().shards()).isEqualTo(2);
        assertThat(configuration.warnings())
                .containsExactly("b.conf:2: shards is given again: line 1 has no effect, remove it");
    }

    @Test
    void the_port_of_the_command_line_replaces_1883_on_this_machine() throws ConfigurationException {
        assertThat(read(OptionalInt.of(1999), "shards 1").broker().listeners())
                .containsExactly(ListenerConfig.local(1999), ListenerConfig.at("::1", 1999));
        assertThat(Configuration.defaults(OptionalInt.of(0)).broker().listeners())
                .containsExactly(ListenerConfig.local(0));
    }

    @Test
    void the_port_of_the_command_line_is_one_more_listener_unless_the_file_has_it() throws ConfigurationException {
        assertThat(read(OptionalInt.of(1884), "listener 1884").broker().listeners())
                .containsExactly(ListenerConfig.at("", 1884));
        assertThat(read(OptionalInt.of(1885), "listener 1884").broker().listeners())
                .containsExactly(
                        ListenerConfig.at("", 1884), ListenerConfig.local(1885), ListenerConfig.at("::1", 1885));
    }

    @Test
    void log_lines_add_up_and_none_takes_back() throws ConfigurationException {
        LogConfig log = read("log_dest stdout", "log_dest file /tmp/my log", "log_type error", "log_type debug")
                .log();
        LogConfig nothing = read("log_dest stdout", "log_dest none", "log_type all", "log_type none")
                .log();

        assertThat(log.stdout()).isTrue();
        assertThat(log.stderr()).isFalse();
        assertThat(log.file()).contains(Path.of("/tmp/my log"));
        assertThat(log.types()).isEqualTo(Set.of(LogType.ERROR, LogType.DEBUG));
        assertThat(nothing.stdout() || nothing.stderr()).isFalse();
        assertThat(nothing.types()).isEmpty();
        assertThat(read("log_type all").log().types()).containsExactlyInAnyOrder(LogType.values());
        assertThat(read("log_dest syslog").log().stderr()).isTrue();
    }

    @Test
    void a_second_log_file_is_a_mistake() {
        assertThatThrownBy(() -> read("log_dest file /tmp/a", "log_dest file /tmp/b"))
                .hasMessage("b.conf:2: log_dest names a second file: remove one of them");
    }

    @Test
    void a_file_from_another_system_is_read() throws ConfigurationException {
        Configuration configuration =
                Configuration.parse("b.conf", "\uFEFFlistener 1884\r\npid_file /tmp/p.pid\r\n", OptionalInt.empty());

        assertThat(configuration.broker().listeners()).containsExactly(ListenerConfig.at("", 1884));
        assertThat(configuration.pidFile()).contains(Path.of("/tmp/p.pid"));
    }

    private static Configuration read(String... lines) throws ConfigurationException {
        return read(OptionalInt.empty(), lines);
    }

    private static Configuration read(OptionalInt port, String... lines) throws ConfigurationException {
        return Configuration.parse("b.conf", String.join("\n", lines), port);
    }
}
