package io.bellbird.broker.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Lines about Unix sockets and proxies. */
class ListenerLinesTest {
    private static List<ListenerConfig> listeners(String... lines) throws ConfigurationException {
        return read(OptionalInt.empty(), lines).broker().listeners();
    }

    private static Configuration read(OptionalInt port, String... lines) throws ConfigurationException {
        return new ConfigurationReader("b.conf").read(String.join("\n", lines), port);
    }

    @ParameterizedTest
    @ValueSource(strings = {"/run/mqtt.sock", "./mqtt.sock", "/srv/a folder/mqtt.sock"})
    void port_0_and_a_path_are_a_unix_socket(String path) throws ConfigurationException {
        ListenerConfig listener =
                listeners("listener 0 " + path + "  # for programs here").get(0);

        assertThat(listener).isEqualTo(ListenerConfig.at(path, 0));
        assertThat(listener.unixPath()).hasToString("Optional[" + path + "]");
        assertThat(listener.name()).isEqualTo(path);
        assertThat(listeners("listener 0").get(0).unixPath()).isEmpty();
    }

    @Test
    void a_path_may_have_107_bytes_and_no_more() throws ConfigurationException {
        String longest = "/" + "\u00e4".repeat(53);

        assertThat(listeners("listener 0 " + longest).get(0).host()).isEqualTo(longest);
        assertThatThrownBy(() -> listeners("listener 0 " + longest + "x"))
                .hasMessage(
                        "b.conf:1: listener is '0 " + longest + "x': the path of a Unix socket has at most 107 bytes,"
                                + " and this one 108: use a shorter one");
    }

    @Test
    void one_path_is_for_one_listener_and_port_0_for_many() throws ConfigurationException {
        assertThat(listeners("listener 0 /run/a", "listener 0 /run/b", "listener 0", "listener 0"))
                .hasSize(4);
        assertThatThrownBy(() -> listeners("listener 0 /run/a", "listener 1883", "listener 0 /run/a"))
                .hasMessage("b.conf:3: /run/a is already opened by line 1: remove one of them or choose another path");
    }

    @ParameterizedTest
    @ValueSource(strings = {"bind_interface eth0", "socket_domain ipv4"})
    void a_unix_socket_is_not_in_the_network(String line) {
        String setting = line.split(" ", -1)[0];
        assertThatThrownBy(() -> listeners("listener 0 /run/a", line))
                .hasMessage("b.conf:2: " + setting
                        + " is about the network, and the listener is a Unix socket: remove the line");
    }

    @Test
    void the_port_of_the_command_line_is_opened_beside_a_unix_socket() throws ConfigurationException {
        assertThat(read(OptionalInt.of(0), "listener 0 /run/a").broker().listeners())
                .containsExactly(ListenerConfig.at("/run/a", 0), ListenerConfig.local(0));
    }

    @Test
    void a_proxy_speaks_one_of_two_versions_and_may_have_to_speak_tls() throws ConfigurationException {
        assertThat(listeners(
                        "listener 1",
                        "listener 2",
                        "enable_proxy_protocol 1",
                        "listener 3",
                        "enable_proxy_protocol 2",
                        "proxy_protocol_v2_require_tls false",
                        "listener 0 /run/a",
                        "enable_proxy_protocol 2",
                        "proxy_protocol_v2_require_tls true"))
                .extracting(ListenerConfig::proxyProtocol)
                .containsExactly(ProxyProtocol.NONE, ProxyProtocol.V1, ProxyProtocol.V2, ProxyProtocol.V2_TLS);
    }

    @Test
    void version_1_does_not_say_whether_a_client_speaks_tls() {
        assertThatThrownBy(
                        () -> listeners("listener 1", "enable_proxy_protocol 1", "proxy_protocol_v2_require_tls true"))
                .hasMessage("b.conf:3: proxy_protocol_v2_require_tls needs a proxy that says it: add the line"
                        + " 'enable_proxy_protocol 2'");
    }
}
