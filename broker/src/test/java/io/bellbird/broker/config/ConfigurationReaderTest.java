package io.bellbird.broker.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.InstanceOfAssertFactories.type;

import io.bellbird.broker.store.Durability;
import io.bellbird.codec.MqttVersion;
import io.bellbird.codec.Qos;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
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
                    log_dest printer          > log_dest is 'printer': use stdout, stderr, syslog, topic, none, or file and a path
                    log_dest file             > log_dest is 'file': add the path of a file: file /var/log/bellbird.log
                    port 0                    > port is '0': use a whole number from 1 to 65535
                    pid_file                  > pid_file has no value: use the path of a file
                    durability none           > durability is 'none': use memory, process or disk
                    queue_full_policy block   > queue_full_policy is 'block': use drop_newest, drop_oldest, reject or disconnect
                    memory_limit -1           > memory_limit is '-1': use a whole number of bytes, 0 or more
                    persistent_client_expiration 14   > persistent_client_expiration is '14': use 0, or a whole number and s, h, d, w, m or y for seconds, hours, days, weeks, months or years: 14d
                    persistent_client_expiration 0d   > persistent_client_expiration is '0d': use 0, or a whole number and s, h, d, w, m or y for seconds, hours, days, weeks, months or years: 14d
                    persistent_client_expiration d    > persistent_client_expiration is 'd': use 0, or a whole number and s, h, d, w, m or y for seconds, hours, days, weeks, months or years: 14d
                    persistent_client_expiration 3000000000y > persistent_client_expiration is '3000000000y': use 0, or a whole number and s, h, d, w, m or y for seconds, hours, days, weeks, months or years: 14d
                    sys_interval 65536        > sys_interval is '65536': use a whole number from 0 to 65535
                    accept_protocol_versions 2,5 > accept_protocol_versions is '2,5': use one or more of 3, 4 and 5 with commas between them
                    socket_domain ipv5        > socket_domain is 'ipv5': use ipv4 or ipv6
                    mount_point room/#        > mount_point is 'room/#': use the beginning of a topic, without +, # and a $ at its start: building1/
                    auto_id_prefix 012345678901234567890123456789012345678901234567890 > auto_id_prefix is '012345678901234567890123456789012345678901234567890': use text of at most 50 bytes
                    websockets_headers_size 9 > websockets_headers_size is '9': use a whole number from 512 to 65535
                    log_timestamp_format %Q   > log_timestamp_format is '%Q': %Q is not known, use text and % with one of %ABDFGHIMRSTVXYZabcdehjmnprstuxyz: %Y-%m-%dT%H:%M:%S
                    log_timestamp_format 9%   > log_timestamp_format is '9%': % is not known, use text and % with one of %ABDFGHIMRSTVXYZabcdehjmnprstuxyz: %Y-%m-%dT%H:%M:%S
                    log_facility 8            > log_facility is '8': use 0, 1, 2, 3, 4, 5, 6, 7 or daemon
                    persistence_location      > persistence_location has no value: use the path of a folder
                    listener x                > listener is 'x': use a port from 0 to 65535 and, if not all addresses are meant, an address: 1883 127.0.0.1; or 0 and a path for a Unix socket: 0 /run/bellbird/mqtt.sock
                    listener 70000            > listener is '70000': use a port from 0 to 65535 and, if not all addresses are meant, an address: 1883 127.0.0.1; or 0 and a path for a Unix socket: 0 /run/bellbird/mqtt.sock
                    listener 1883 /run/mqtt   > listener is '1883 /run/mqtt': a Unix socket has no port, use 0 /run/mqtt
                    listener 0 mqtt/sock      > listener is '0 mqtt/sock': use a port from 0 to 65535 and, if not all addresses are meant, an address: 1883 127.0.0.1; or 0 and a path for a Unix socket: 0 /run/bellbird/mqtt.sock
                    listener 1883 a b         > listener is '1883 a b': use a port from 0 to 65535 and, if not all addresses are meant, an address: 1883 127.0.0.1; or 0 and a path for a Unix socket: 0 /run/bellbird/mqtt.sock
                    bind_address /run/mqtt    > bind_address is '/run/mqtt': use an address, or 'listener 0 PATH' for a Unix socket
                    enable_proxy_protocol 3   > enable_proxy_protocol is '3': use 1 or 2
                    proxy_protocol_v2_require_tls true > proxy_protocol_v2_require_tls needs a proxy that says it: add the line 'enable_proxy_protocol 2'
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
                    psk_hint farm             > psk_hint is not supported yet and is ignored: this listener is not encrypted
                    auth_opt_host db          > auth_opt_host is not supported yet and is ignored: no client is checked by it
                    connection bridge-1       > connection is not supported yet and is ignored: no bridge is opened
                    mptcp true                > mptcp is not supported yet and is ignored: the listener is opened as without it
                    user mosquitto            > user is not supported yet and is ignored: the process goes on as the user who started it
                    log_dest dlt              > log_dest dlt is not supported and is ignored: use a file, stdout, stderr or syslog
                    """)
    void an_option_that_only_mosquitto_supports_is_a_warning_with_its_consequence(String line, String warning)
            throws ConfigurationException {
        assertThat(read("# first line", line).warnings()).containsExactly("b.conf:2: " + warning);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '>',
            textBlock =
                    """
                    persistence_file mosquitto.db   > persistence_file has no effect: the data is a folder, see persistence_location
                    autosave_interval 1800          > autosave_interval has no effect: every change is stored before it is acknowledged
                    allow_duplicate_messages true   > allow_duplicate_messages has no effect: a client gets each message once, however many of its subscriptions match
                    packet_buffer_size 4096         > packet_buffer_size has no effect: buffers have the size that they need
                    """)
    void an_option_that_is_not_needed_here_is_a_notice_and_no_warning(String line, String notice)
            throws ConfigurationException {
        assertThat(read("# first line", line).notices()).containsExactly("b.conf:2: " + notice);
        assertThat(read(line).warnings()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "persistence false",
        "per_listener_settings false",
        "log_timestamp true",
        "require_certificate false",
        "mptcp false",
        "allow_duplicate_messages false"
    })
    void an_option_that_asks_for_what_happens_anyway_is_passed_over(String line) throws ConfigurationException {
        assertThat(read(line).warnings()).isEmpty();
        assertThat(read(line).notices()).isEmpty();
    }

    @Test
    @Timeout(10)
    void a_file_that_is_one_long_word_is_refused_like_any_other() {
        String word = "x".repeat(1 << 20);

        assertThatThrownBy(() -> read(word)).hasMessage("b.conf:1: unknown setting '" + word + "': remove the line");
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
                value("max_subscription_bytes 0", BrokerConfig::maxSubscriptionBytes, 0L),
                value("durability memory", BrokerConfig::durability, Durability.MEMORY),
                value("queue_full_policy drop_oldest", BrokerConfig::queueFullPolicy, QueueFullPolicy.DROP_OLDEST),
                value("memory_limit 5000000000", BrokerConfig::memoryLimitBytes, 5_000_000_000L),
                value("max_inflight_bytes 1", BrokerConfig::maxInflightBytes, 1L),
                value("persistent_client_expiration 0", BrokerConfig::persistentClientExpirationSeconds, 0L),
                value("persistent_client_expiration 90s", BrokerConfig::persistentClientExpirationSeconds, 90L),
                value("persistent_client_expiration 1h", BrokerConfig::persistentClientExpirationSeconds, 3_600L),
                value("persistent_client_expiration 14d", BrokerConfig::persistentClientExpirationSeconds, 1_209_600L),
                value("persistent_client_expiration 3w", BrokerConfig::persistentClientExpirationSeconds, 1_814_400L),
                value("persistent_client_expiration 2m", BrokerConfig::persistentClientExpirationSeconds, 5_184_000L),
                value("persistent_client_expiration 1y", BrokerConfig::persistentClientExpirationSeconds, 31_536_000L),
                value("retain_expiry_interval 2", BrokerConfig::retainExpiryIntervalSeconds, 120L),
                value("upgrade_outgoing_qos true", BrokerConfig::upgradeOutgoingQos, true),
                value("sys_interval 0", BrokerConfig::sysIntervalSeconds, 0),
                value("global_max_clients 1", BrokerConfig::globalMaxClients, 1),
                value("global_max_connections 0", BrokerConfig::globalMaxConnections, 0),
                value("retained_persistence false", BrokerConfig::retainedPersistence, false),
                value("store_free_bytes_min 1", BrokerConfig::storeFreeBytesMin, 1L),
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
                                .toBuilder()
                                .maxTopicAlias(0)
                                .build(),
                        ListenerConfig.at("::1", 8083).withProtocol(Protocol.WEBSOCKETS),
                        ListenerConfig.at("", 1885));
        assertThat(configuration.warnings()).isEmpty();
    }

    @Test
    void each_setting_of_a_listener_arrives_at_it() throws ConfigurationException {
        Configuration configuration = read(
                "websockets_headers_size 9000",
                "listener 8083",
                "protocol websockets",
                "bind_interface eth0",
                "socket_domain ipv6",
                "accept_protocol_versions 3, 5",
                "max_topic_alias_broker 7",
                "mount_point room 1/",
                "use_username_as_clientid true",
                "listener_allow_anonymous true",
                "listener_auto_id_prefix web-",
                "durability disk",
                "http_dir /srv/www",
                "websockets_origin https://a.example",
                "websockets_origin https://b.example");

        assertThat(configuration.broker().listeners())
                .containsExactly(ListenerConfig.builder("", 8083)
                        .protocol(Protocol.WEBSOCKETS)
                        .bindInterface("eth0")
                        .socketDomain(SocketDomain.IPV6)
                        .acceptProtocolVersions(Set.of(MqttVersion.V3_1, MqttVersion.V5))
                        .maxTopicAliasBroker(7)
                        .mountPoint("room 1/")
                        .useUsernameAsClientId(true)
                        .allowAnonymous(true)
                        .autoIdPrefix("web-")
                        .durability(Durability.DISK)
                        .webSocket(new WebSocketConfig(
                                Optional.of(Path.of("/srv/www")),
                                List.of("https://a.example", "https://b.example"),
                                9000))
                        .build());
        assertThat(configuration.warnings()).isEmpty();
    }

    @Test
    void durability_is_for_the_broker_above_all_listeners_and_for_one_below_it() throws ConfigurationException {
        BrokerConfig broker = read("durability memory", "listener 1883", "listener 1884", "durability disk")
                .broker();

        assertThat(broker.durability()).isEqualTo(Durability.MEMORY);
        assertThat(broker.listeners())
                .extracting(broker::durability)
                .containsExactly(Durability.MEMORY, Durability.DISK);
    }

    @Test
    void listeners_of_one_port_are_apart_by_interface_or_by_the_version_of_ip() throws ConfigurationException {
        assertThat(read("listener 1883", "socket_domain ipv4", "listener 1883", "socket_domain ipv6")
                        .broker()
                        .listeners())
                .hasSize(2);
        assertThat(read("listener 1883", "bind_interface eth0", "listener 1883", "bind_interface eth1")
                        .broker()
                        .listeners())
                .hasSize(2);
        assertThatThrownBy(() -> read("listener 1883", "bind_interface eth0", "listener 1883"))
                .hasMessageStartingWith("b.conf:3: port 1883 is already opened by line 1");
    }

    @Test
    void data_outlives_the_process_unless_the_file_says_otherwise() throws ConfigurationException {
        assertThat(read("shards 1").persistence()).isEqualTo(new Persistence(true, Optional.empty()));
        assertThat(read("persistence false").persistence()).isEqualTo(new Persistence(false, Optional.empty()));
        assertThat(read("persistence_location /var/lib/my data/").persistence())
                .isEqualTo(new Persistence(true, Optional.of(Path.of("/var/lib/my data"))));
    }

    @Test
    void metrics_are_served_where_the_file_says() throws ConfigurationException {
        assertThat(read("shards 1").broker().adminListener()).contains(new AdminListener("127.0.0.1", 9883, false));
        assertThat(read("admin_listener 9000").broker().adminListener())
                .contains(new AdminListener("127.0.0.1", 9000, true));
        assertThat(read("admin_listener 9000 [::1]").broker().adminListener())
                .contains(new AdminListener("::1", 9000, true));
        assertThat(read("admin_listener none").broker().adminListener()).isEmpty();
        assertThat(read("listener 9883").broker().adminListener()).isEmpty();
        assertThat(read("admin_listener 9883 localhost").warnings()).isEmpty();
    }

    @Test
    void metrics_that_others_can_reach_are_worth_a_warning() throws ConfigurationException {
        assertThat(read("admin_listener 9000 0.0.0.0").warnings())
                .containsExactly(
                        "b.conf:1: admin_listener: everybody who reaches 0.0.0.0 port 9000 can read the metrics of"
                                + " this broker, and passwords that are used there can be read on their way: put a"
                                + " proxy with TLS in front of it");
    }

    @Test
    void users_with_the_role_of_administrators_add_up() throws ConfigurationException {
        Configuration configuration = read("password_file users", "admin_user ann", "admin_user Bob # the second");

        assertThat(configuration.broker().adminUsers()).containsExactlyInAnyOrder("ann", "Bob # the second");
        assertThat(configuration.warnings()).isEmpty();
    }

    @Test
    void an_administrator_that_no_password_file_can_know_is_worth_a_warning() throws ConfigurationException {
        assertThat(read("admin_user ann").warnings())
                .containsExactly(
                        "b.conf:1: admin_user has no effect, since there is no password_file to know the user" + " by");
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
    void with_per_listener_settings_each_listener_says_who_may_connect() throws ConfigurationException {
        BrokerConfig broker = read(
                        "per_listener_settings true",
                        "listener 1883",
                        "allow_anonymous true",
                        "allow_zero_length_clientid false",
                        "auto_id_prefix first-",
                        "listener 1884")
                .broker();
        ListenerConfig first = broker.listeners().get(0);
        ListenerConfig second = broker.listeners().get(1);

        assertThat(broker.allowAnonymous(first)).isTrue();
        assertThat(broker.allowZeroLengthClientId(first)).isFalse();
        assertThat(broker.autoIdPrefix(first)).isEqualTo("first-");
        assertThat(broker.allowAnonymous(second)).isFalse();
        assertThat(broker.allowZeroLengthClientId(second)).isTrue();
        assertThat(broker.autoIdPrefix(second)).isEqualTo("auto-");
    }

    @Test
    void without_per_listener_settings_a_line_below_a_listener_is_for_all() throws ConfigurationException {
        BrokerConfig broker =
                read("listener 1883", "listener 1884", "allow_anonymous true").broker();

        assertThat(broker.listeners()).extracting(broker::allowAnonymous).containsExactly(true, true);
    }

    @Test
    void a_listener_allows_what_the_broker_does_not() throws ConfigurationException {
        BrokerConfig broker = read("listener 1883", "listener 1884", "listener_allow_anonymous true")
                .broker();

        assertThat(broker.listeners()).extracting(broker::allowAnonymous).containsExactly(false, true);
    }

    @Test
    void per_listener_settings_stands_above_what_it_is_about() {
        assertThatThrownBy(() -> read("listener 1883", "allow_anonymous true", "per_listener_settings true"))
                .hasMessage("b.conf:3: per_listener_settings stands below line 2, which it is about:"
                        + " move it to the top of the file");
        assertThatThrownBy(() -> read("per_listener_settings true", "allow_anonymous true", "listener 1883"))
                .hasMessage("b.conf:2: allow_anonymous stands before the first 'listener' line and has no effect:"
                        + " move it below the listener that it is for");
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
        assertThat(read("log_dest dlt").log().stderr()).isTrue();
    }

    @Test
    void the_system_log_topics_and_the_time_are_chosen() throws ConfigurationException {
        LogConfig log = read(
                        "log_dest syslog",
                        "log_dest topic",
                        "log_dest stdout unbuffered",
                        "log_facility 3",
                        "log_timestamp false",
                        "log_timestamp_format %H:%M #")
                .log();

        assertThat(log.syslog()).contains(SyslogFacility.LOCAL3);
        assertThat(log.topic()).isTrue();
        assertThat(log.stdout()).isTrue();
        assertThat(log.stderr()).isFalse();
        assertThat(log.timestamp()).isFalse();
        assertThat(log.timestampFormat()).contains(new TimestampFormat("%H:%M #"));
        assertThat(read("log_dest syslog").log().syslog()).contains(SyslogFacility.DAEMON);
        assertThat(read("log_dest syslog", "log_dest none").log().syslog()).isEmpty();
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
