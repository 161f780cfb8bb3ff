package io.bellbird.broker.net;

import static io.bellbird.broker.net.ProxyHeaders.NO_VALUES;
import static io.bellbird.broker.net.ProxyHeaders.block;
import static io.bellbird.broker.net.ProxyHeaders.joined;
import static io.bellbird.broker.net.ProxyHeaders.line;
import static io.bellbird.broker.net.ProxyHeaders.localBlock;
import static io.bellbird.broker.net.ProxyHeaders.text;
import static io.bellbird.broker.net.ProxyHeaders.unixBlock;
import static io.bellbird.broker.net.ProxyHeaders.value;
import static org.assertj.core.api.Assertions.assertThat;

import io.bellbird.broker.config.ProxyProtocol;
import java.util.Arrays;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** What a proxy says of a client, byte by byte. */
class BehindProxyTest {
    private static final byte[] CLIENT_BYTES = text("\u0010 and more");
    private static final String UNKNOWN = "unknown";
    private static final String MISSING =
            " asks for, %s comes instead: let clients connect to the proxy, and the proxy" + " send the header";
    private static final String WRONG = ": look at what the proxy is told to send";

    @ParameterizedTest
    @CsvSource({
        "TCP4 192.0.2.1 192.0.2.9 49152 1883,                192.0.2.1:49152",
        "TCP4 255.255.255.255 0.0.0.0 0 65535,               255.255.255.255:0",
        "TCP6 2001:db8::1 ::1 65535 1,                       [2001:db8:0:0:0:0:0:1]:65535",
        "TCP6 2001:DB8:0:0:0:0:0:1 ::1 1 1,                  [2001:db8:0:0:0:0:0:1]:1",
        "TCP6 ::ffff:192.0.2.1 ::1 1 1,                      192.0.2.1:1",
        "UNKNOWN,                                            unknown",
        "UNKNOWN ffff:f...f:ffff whatever else stands here,  unknown",
    })
    void version_1_says_the_address_of_the_client(String rest, String client) {
        try (EmbeddedProxied proxied = new EmbeddedProxied(ProxyProtocol.V1)) {
            proxied.receive(joined(text("PROXY " + rest + "\r\n"), CLIENT_BYTES));
            assertThat(proxied.passed()).isEqualTo(CLIENT_BYTES);
            assertThat(proxied.client()).isEqualTo(client);
        }
    }

    static Stream<Arguments> blocks() {
        byte[] noticed = joined(value(0x04, new byte[7]), ProxyHeaders.OVER_TLS, value(0xEE, NO_VALUES));
        return Stream.of(
                Arguments.of(block("192.0.2.1", NO_VALUES), "192.0.2.1:49152"),
                Arguments.of(block("192.0.2.1", noticed), "192.0.2.1:49152"),
                Arguments.of(block("2001:db8::1", NO_VALUES), "[2001:db8:0:0:0:0:0:1]:49152"),
                Arguments.of(unixBlock("/run/app.sock"), "unix:/run/app.sock"),
                Arguments.of(unixBlock(""), "unix:"),
                Arguments.of(
                        unixBlock("/a b\n\"" + "x".repeat(102)), "unix:/a\\u0020b\\u000a\\u0022" + "x".repeat(102)),
                Arguments.of(localBlock(), UNKNOWN),
                Arguments.of(block(0x20, 0xFF, new byte[5]), UNKNOWN),
                Arguments.of(block(0x21, 0, NO_VALUES), UNKNOWN),
                Arguments.of(block(0x21, 0, ProxyHeaders.OVER_TLS), UNKNOWN));
    }

    @ParameterizedTest
    @MethodSource("blocks")
    void version_2_says_the_address_of_the_client(byte[] block, String client) {
        try (EmbeddedProxied proxied = new EmbeddedProxied(ProxyProtocol.V2)) {
            proxied.receive(joined(block, CLIENT_BYTES));
            assertThat(proxied.passed()).isEqualTo(CLIENT_BYTES);
            assertThat(proxied.client()).isEqualTo(client);
        }
    }

    @ParameterizedTest
    @EnumSource(
            value = ProxyProtocol.class,
            names = {"V1", "V2"})
    void a_header_may_come_in_any_two_pieces(ProxyProtocol version) {
        byte[] header = version == ProxyProtocol.V1 ? line("192.0.2.1") : block("192.0.2.1", ProxyHeaders.OVER_TLS);
        byte[] all = joined(header, CLIENT_BYTES);
        for (int cut = 1; cut < all.length; cut++) {
            try (EmbeddedProxied proxied = new EmbeddedProxied(version)) {
                proxied.receive(all, 0, cut);
                assertThat(proxied.isPassing()).isEqualTo(cut >= header.length);
                proxied.receive(all, cut, all.length);
                assertThat(proxied.passed()).isEqualTo(CLIENT_BYTES);
                assertThat(proxied.client()).isEqualTo("192.0.2.1:49152");
            }
        }
    }

    @Test
    void a_header_may_come_byte_by_byte() {
        byte[] header = line("192.0.2.1");
        try (EmbeddedProxied proxied = new EmbeddedProxied(ProxyProtocol.V1)) {
            for (int i = 0; i < header.length; i++) {
                proxied.receive(header, i, i + 1);
            }
            assertThat(proxied.isPassing()).isTrue();
            assertThat(proxied.client()).isEqualTo("192.0.2.1:49152");
        }
    }

    static Stream<Arguments> mistakes() {
        byte[] inet = block("192.0.2.1", NO_VALUES);
        String instead1 = "the PROXY header is missing, which enable_proxy_protocol 1" + MISSING;
        String instead2 = "the PROXY header is missing, which enable_proxy_protocol 2" + MISSING;
        String wrong = "the PROXY header is wrong, ";
        return Stream.of(
                wrong(ProxyProtocol.V1, "\u0010", instead1.formatted("MQTT")),
                wrong(ProxyProtocol.V2, "\u0010", instead2.formatted("MQTT")),
                wrong(ProxyProtocol.V2, "\u0016\u0003", instead2.formatted("TLS")),
                wrong(ProxyProtocol.V1, "GET", instead1.formatted("HTTP")),
                wrong(ProxyProtocol.V1, "PROPFIND", instead1.formatted("HTTP")),
                wrong(ProxyProtocol.V2, "\r\n\r\n!", instead2.formatted("something else")),
                wrong(
                        ProxyProtocol.V2,
                        "PROXY TCP4",
                        "version 1 of the PROXY protocol comes where enable_proxy_protocol is 2: set it to the version of"
                                + " the proxy, or let the proxy send the other"),
                Arguments.of(
                        ProxyProtocol.V1,
                        inet,
                        "version 2 of the PROXY protocol comes where enable_proxy_protocol is 1: set it to the version of"
                                + " the proxy, or let the proxy send the other"),
                wrong(ProxyProtocol.V1, "PROXY UNKNOWN\n", wrong + "its line does not end with CR LF" + WRONG),
                wrong(
                        ProxyProtocol.V1,
                        "PROXY UNKNOWN " + "x".repeat(93),
                        wrong + "its line is longer than 107 bytes" + WRONG),
                wrong(ProxyProtocol.V1, "PROXY \r\n", wrong + "it has 2 words and not 6" + WRONG),
                wrong(
                        ProxyProtocol.V1,
                        "PROXY TCP4 1.2.3.4 1.2.3.4 1 1 \r\n",
                        wrong + "it has 7 words and not 6" + WRONG),
                wrong(
                        ProxyProtocol.V1,
                        "PROXY UDP4 1.2.3.4 1.2.3.4 1 1\r\n",
                        wrong + "it is about neither TCP4, TCP6 nor UNKNOWN" + WRONG),
                wrong(
                        ProxyProtocol.V1,
                        "PROXY TCP4 1.2.3 1.2.3.4 1 1\r\n",
                        wrong + "an address is no IPv4 address" + WRONG),
                wrong(
                        ProxyProtocol.V1,
                        "PROXY TCP4 1.2.3.4 ::1 1 1\r\n",
                        wrong + "an address is no IPv4 address" + WRONG),
                wrong(
                        ProxyProtocol.V1,
                        "PROXY TCP6 fe80::1%eth0 ::1 1 1\r\n",
                        wrong + "an address is no IPv6 address" + WRONG),
                wrong(
                        ProxyProtocol.V1,
                        "PROXY TCP4 1.2.3.4 1.2.3.4 65536 1\r\n",
                        wrong + "a port is not from 0 to 65535" + WRONG),
                wrong(
                        ProxyProtocol.V1,
                        "PROXY TCP4 1.2.3.4 1.2.3.4 1 +1\r\n",
                        wrong + "a port is not from 0 to 65535" + WRONG),
                Arguments.of(
                        ProxyProtocol.V2,
                        block(0x31, 0x11, new byte[12]),
                        wrong + "it has no command of version 2 but 0x31" + WRONG),
                Arguments.of(
                        ProxyProtocol.V2,
                        block(0x21, 0x12, new byte[12]),
                        wrong + "it is about no connection over TCP or a Unix socket but 0x12" + WRONG),
                Arguments.of(
                        ProxyProtocol.V2,
                        block(0x21, 0x11, new byte[11]),
                        wrong + "it is too short for its addresses" + WRONG),
                Arguments.of(
                        ProxyProtocol.V2,
                        block(0x21, 0x31, new byte[215]),
                        wrong + "it is too short for its addresses" + WRONG),
                Arguments.of(
                        ProxyProtocol.V2, block("192.0.2.1", new byte[2]), wrong + "a value in it is cut off" + WRONG),
                Arguments.of(
                        ProxyProtocol.V2,
                        block("192.0.2.1", new byte[] {1, 0, 2, 0}),
                        wrong + "a value in it is cut off" + WRONG),
                Arguments.of(
                        ProxyProtocol.V2,
                        block("192.0.2.1", value(0x20, new byte[4])),
                        wrong + "a value in it is cut off" + WRONG),
                Arguments.of(
                        ProxyProtocol.V2,
                        Arrays.copyOf(block(0x21, 0x11, new byte[16_369]), 16),
                        wrong + "it is longer than 16384 bytes" + WRONG));
    }

    private static Arguments wrong(ProxyProtocol version, String bytes, String line) {
        return Arguments.of(version, text(bytes), line);
    }

    @ParameterizedTest
    @MethodSource("mistakes")
    void what_is_no_header_ends_the_connection_with_one_line(ProxyProtocol version, byte[] bytes, String line)
            throws InterruptedException {
        try (LogLines log = new LogLines();
                EmbeddedProxied proxied = new EmbeddedProxied(version)) {
            proxied.receive(bytes).receive(CLIENT_BYTES);
            assertThat(proxied.isOpen()).isFalse();
            assertThat(proxied.passed()).isEmpty();
            assertThat(log.next()).isEqualTo("from=unknown closed: " + line);
            assertThat(log.rest()).isEmpty();
        }
    }

    @Test
    void the_longest_headers_are_taken() {
        try (EmbeddedProxied line = new EmbeddedProxied(ProxyProtocol.V1);
                EmbeddedProxied block = new EmbeddedProxied(ProxyProtocol.V2)) {
            line.receive(text("PROXY UNKNOWN " + "x".repeat(91) + "\r\n"));
            assertThat(line.isPassing()).isTrue();
            block.receive(block("192.0.2.1", value(0xEE, new byte[16_384 - 16 - 12 - 3])));
            assertThat(block.isPassing()).isTrue();
        }
    }

    @Test
    void who_looks_whether_the_port_is_open_is_not_worth_a_line() {
        try (LogLines log = new LogLines()) {
            new EmbeddedProxied(ProxyProtocol.V2).close();
            new EmbeddedProxied(ProxyProtocol.V2).receive(localBlock()).close();
            new EmbeddedProxied(ProxyProtocol.V2_TLS).receive(localBlock()).close();
            assertThat(log.rest()).isEmpty();
        }
    }

    @Test
    void a_header_that_ends_too_soon_is() throws InterruptedException {
        try (LogLines log = new LogLines()) {
            new EmbeddedProxied(ProxyProtocol.V1).receive(text("PROXY T")).close();
            assertThat(log.next())
                    .isEqualTo("from=unknown closed: the PROXY header has not come completely, only 7 bytes of it");
            assertThat(log.rest()).isEmpty();
        }
    }

    @Test
    void only_clients_over_tls_are_served_where_the_listener_asks_for_it() throws InterruptedException {
        try (LogLines log = new LogLines();
                EmbeddedProxied encrypted = new EmbeddedProxied(ProxyProtocol.V2_TLS)) {
            encrypted.receive(joined(block("192.0.2.1", ProxyHeaders.OVER_TLS), CLIENT_BYTES));
            assertThat(encrypted.passed()).isEqualTo(CLIENT_BYTES);
            for (byte[] values : new byte[][] {NO_VALUES, ProxyHeaders.NOT_OVER_TLS}) {
                assertRefused(block("192.0.2.1", values), "192.0.2.1:49152", log);
            }
            assertRefused(localBlock(), UNKNOWN, log);
        }
    }

    private static void assertRefused(byte[] header, String client, LogLines log) throws InterruptedException {
        for (int cut : new int[] {header.length, header.length + 1}) {
            try (EmbeddedProxied plain = new EmbeddedProxied(ProxyProtocol.V2_TLS)) {
                byte[] all = joined(header, CLIENT_BYTES);
                plain.receive(all, 0, cut);
                plain.receive(all, cut, all.length);
                assertThat(plain.isOpen()).isFalse();
                assertThat(plain.passed()).isEmpty();
            }
            assertThat(log.next())
                    .isEqualTo("from=" + client + " closed: the client does not speak TLS with the proxy, as"
                            + " proxy_protocol_v2_require_tls asks for: let it use TLS, and the proxy say so, in HAProxy"
                            + " with send-proxy-v2-ssl");
            assertThat(log.rest()).isEmpty();
        }
    }
}
