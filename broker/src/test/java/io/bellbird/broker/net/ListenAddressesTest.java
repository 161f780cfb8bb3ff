package io.bellbird.broker.net;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.bellbird.broker.Broker;
import io.bellbird.broker.BrokerStartException;
import io.bellbird.broker.config.BrokerConfig;
import io.bellbird.broker.config.ListenerConfig;
import io.bellbird.broker.config.SocketDomain;
import io.bellbird.broker.conformance.RawClient;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Where a listener listens. */
@Timeout(60)
class ListenAddressesTest {
    private static final String CONNECT = "10 (<MQTT> 05 02 003C () <c>)";

    /** Why a test is skipped; where the loopback interface has ::1, all run. */
    private static final String NO_IPV6 = "the loopback interface of this machine has no ::1";

    private final InetAddress ipv4 = address("127.0.0.1");
    private final InetAddress ipv6 = address("::1");

    private static InetAddress address(String text) {
        return new InetSocketAddress(text, 0).getAddress();
    }

    private static boolean hasIpv6() throws Exception {
        return loopback().inetAddresses().anyMatch(address -> address.equals(address("::1")));
    }

    private static NetworkInterface loopback() throws Exception {
        return NetworkInterface.getByInetAddress(address("127.0.0.1"));
    }

    static Stream<Transport> transports() {
        return Stream.of(Transport.NIO, Transport.best()).distinct();
    }

    @Test
    void an_interface_has_a_socket_on_each_of_its_addresses_and_the_same_port() throws Exception {
        ListenerConfig listener = ListenerConfig.builder("", 0)
                .bindInterface(loopback().getName())
                .build();
        try (Broker broker = Brokers.with(listener)) {
            assertThat(broker.addresses().stream().map(InetSocketAddress::getAddress))
                    .containsExactlyInAnyOrderElementsOf(
                            loopback().inetAddresses().toList());
            assertThat(broker.addresses().stream().map(InetSocketAddress::getPort))
                    .containsOnly(broker.port());
            assertThat(broker.bound().stream().map(Broker.Bound::listener)).containsOnly(listener);
            for (InetSocketAddress address : broker.addresses()) {
                RawClient.to(address.getAddress(), address.getPort(), 5)
                        .connect(CONNECT)
                        .close();
            }
        }
    }

    @Test
    void an_interface_and_a_domain_leave_the_addresses_that_fit_both() throws Exception {
        ListenerConfig listener = ListenerConfig.builder("", 0)
                .bindInterface(loopback().getName())
                .socketDomain(SocketDomain.IPV4)
                .build();
        try (Broker broker = Brokers.with(listener)) {
            assertThat(broker.addresses()).containsExactly(new InetSocketAddress(ipv4, broker.port()));
        }
    }

    @Test
    void an_interface_that_the_machine_does_not_have_stops_the_start_and_is_named_with_those_it_has() throws Exception {
        String name = loopback().getName();
        assertThatThrownBy(() -> Brokers.with(
                        ListenerConfig.builder("", 1883).bindInterface("eth77").build()))
                .isInstanceOf(BrokerStartException.class)
                .hasMessageStartingWith(
                        "port 1883 on interface eth77 cannot be opened: bind_interface is 'eth77', which"
                                + " this machine does not have; it has ")
                .hasMessageContaining(name)
                .extracting(failure -> ((BrokerStartException) failure).kind())
                .isEqualTo(BrokerStartException.Kind.PORT);
    }

    @Test
    void a_host_without_an_address_of_the_domain_stops_the_start() {
        ListenerConfig listener = ListenerConfig.builder("127.0.0.1", 0)
                .socketDomain(SocketDomain.IPV6)
                .build();
        assertThatThrownBy(() -> Brokers.with(listener))
                .hasMessage("port 0 on 127.0.0.1 cannot be opened: the host has no IPv6 address");
    }

    @ParameterizedTest
    @MethodSource("transports")
    void without_a_domain_both_versions_are_served(Transport transport) throws Exception {
        assumeTrue(hasIpv6(), NO_IPV6);
        try (Broker broker = start(transport, SocketDomain.ANY)) {
            RawClient.to(ipv4, broker.port(), 5).connect(CONNECT).close();
            RawClient.to(ipv6, broker.port(), 5).connect(CONNECT).close();
        }
    }

    @ParameterizedTest
    @MethodSource("transports")
    void the_domain_ipv4_leaves_ipv6_closed(Transport transport) throws Exception {
        assumeTrue(hasIpv6(), NO_IPV6);
        try (Broker broker = start(transport, SocketDomain.IPV4)) {
            RawClient.to(ipv4, broker.port(), 5).connect(CONNECT).close();
            assertThatThrownBy(() -> RawClient.to(ipv6, broker.port(), 5)).hasMessageContaining("refused");
        }
    }

    @ParameterizedTest
    @MethodSource("transports")
    void the_domain_ipv6_does_not_serve_ipv4(Transport transport) throws Exception {
        assumeTrue(hasIpv6(), NO_IPV6);
        try (Broker broker = start(transport, SocketDomain.IPV6)) {
            RawClient.to(ipv6, broker.port(), 5).connect(CONNECT).close();
            assertThat(isServed(broker)).isFalse();
        }
    }

    private boolean isServed(Broker broker) {
        try (RawClient client = RawClient.to(ipv4, broker.port(), 5)) {
            client.expectClosed();
            return false;
        } catch (java.io.UncheckedIOException refused) {
            return false;
        }
    }

    @Test
    void one_port_can_have_a_listener_for_each_version_where_the_system_can_tell_them_apart() throws Exception {
        assumeTrue(hasIpv6(), NO_IPV6);
        assumeTrue(Transport.best() != Transport.NIO, "the machine has no native transport, and NIO cannot");
        try (Broker first = start(Transport.best(), SocketDomain.IPV4)) {
            ListenerConfig sixth = ListenerConfig.builder("", first.port())
                    .socketDomain(SocketDomain.IPV6)
                    .build();
            try (Broker second = Brokers.with(sixth)) {
                assertThat(second.port()).isEqualTo(first.port());
            }
        }
    }

    private static Broker start(Transport transport, SocketDomain domain) throws Exception {
        BrokerConfig config = Brokers.config(
                ListenerConfig.builder("", 0).socketDomain(domain).build());
        return Broker.builder(config).transport(transport).start();
    }

    @Test
    void an_interface_counts_more_than_a_host() throws Exception {
        ListenerConfig listener = ListenerConfig.builder("192.0.2.1", 0)
                .bindInterface(loopback().getName())
                .socketDomain(SocketDomain.IPV4)
                .build();
        assertThat(ListenAddresses.of(listener)).isEqualTo(List.of(new InetSocketAddress(ipv4, 0)));
    }
}
