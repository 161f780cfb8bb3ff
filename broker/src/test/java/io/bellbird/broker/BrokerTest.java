package io.bellbird.broker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.bellbird.broker.config.BrokerConfig;
import io.bellbird.broker.config.ListenerConfig;
import io.bellbird.broker.net.NoLeaks;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

/** A broker inside of another program. */
@ExtendWith(NoLeaks.class)
@Timeout(60)
class BrokerTest {
    private static final String CONNECT = "10 0E 0004 4D515454 05 02 003C 00 0001 63";
    private static final int CONNACK = 0x20;

    @Test
    void three_lines_start_one_on_a_free_port_of_this_machine() throws Exception {
        try (Broker broker = Broker.start(BrokerConfig.ephemeral())) {
            assertThat(broker.addresses())
                    .containsExactly(new InetSocketAddress(InetAddress.getLoopbackAddress(), broker.port()));
            assertThat(isServed(broker)).isTrue();
        }
    }

    @Test
    void ten_run_in_one_jvm_side_by_side() throws Exception {
        List<Broker> brokers = new ArrayList<>();
        try {
            for (int i = 0; i < 10; i++) {
                brokers.add(Broker.start(BrokerConfig.ephemeral()));
            }
            assertThat(brokers.stream().map(Broker::port)).doesNotHaveDuplicates();
            for (Broker broker : brokers) {
                assertThat(isServed(broker)).isTrue();
            }
        } finally {
            brokers.forEach(Broker::close);
        }
    }

    @Test
    void a_client_is_told_that_the_broker_stops() throws Exception {
        Broker broker = Broker.start(BrokerConfig.ephemeral());
        try (Socket client = connect(broker)) {
            int connAckLength = client.getInputStream().readNBytes(2)[1];
            client.getInputStream().readNBytes(connAckLength);
            // when
            broker.close();
            // then
            assertThat(HexFormat.of().formatHex(client.getInputStream().readAllBytes()))
                    .isEqualTo("e0018b");
        }
    }

    @Test
    void a_port_that_is_taken_is_named_and_nothing_is_left_running() throws Exception {
        try (Broker broker = Broker.start(BrokerConfig.ephemeral())) {
            BrokerConfig taken = BrokerConfig.ephemeral().toBuilder()
                    .listeners(List.of(ListenerConfig.local(0), ListenerConfig.local(broker.port())))
                    .build();
            assertThatThrownBy(() -> Broker.start(taken))
                    .isInstanceOf(BrokerStartException.class)
                    .hasMessage("port " + broker.port() + " on 127.0.0.1 is in use: stop the program that has it, or"
                            + " choose another port with -p PORT");
        }
    }

    @Test
    void a_listener_that_is_not_required_may_be_missing() throws Exception {
        try (Broker other = Broker.start(BrokerConfig.ephemeral())) {
            ListenerConfig taken = ListenerConfig.builder("127.0.0.1", other.port())
                    .required(false)
                    .build();
            BrokerConfig config = BrokerConfig.ephemeral().toBuilder()
                    .listeners(List.of(taken, ListenerConfig.local(0)))
                    .build();
            try (Broker broker = Broker.start(config);
                    Socket client = connect(broker)) {
                assertThat(broker.bound()).hasSize(1);
                broker.reload(config);
                assertThat(client.getInputStream().read()).isEqualTo(CONNACK);
            }
        }
    }

    @Test
    void nobody_comes_in_while_anonymous_clients_are_not_allowed() throws Exception {
        BrokerConfig closed =
                BrokerConfig.ephemeral().toBuilder().allowAnonymous(false).build();
        try (Broker broker = Broker.start(closed);
                Socket client = connect(broker)) {
            assertThat(HexFormat.of().formatHex(client.getInputStream().readAllBytes()))
                    .isEqualTo("2003008700");
        }
    }

    @Test
    void a_listener_allows_anonymous_clients_where_the_broker_does_not() throws Exception {
        BrokerConfig open = BrokerConfig.ephemeral().toBuilder()
                .allowAnonymous(false)
                .listeners(List.of(
                        ListenerConfig.local(0).toBuilder().allowAnonymous(true).build()))
                .build();
        try (Broker broker = Broker.start(open);
                Socket client = connect(broker)) {
            assertThat(client.getInputStream().read()).isEqualTo(CONNACK);
            assertThat(client.getInputStream().readNBytes(3)[2]).isZero();
        }
    }

    @Test
    void a_connection_above_the_maximum_is_closed_until_another_has_left() throws Exception {
        BrokerConfig one = BrokerConfig.ephemeral().toBuilder()
                .listeners(List.of(ListenerConfig.local(0).withMaxConnections(1)))
                .build();
        try (Broker broker = Broker.start(one)) {
            try (Socket first = connect(broker)) {
                assertThat(first.getInputStream().read()).isEqualTo(CONNACK);
                try (Socket second = connect(broker)) {
                    assertThat(isAnswered(second)).isFalse();
                }
                // the first is still served
                first.getOutputStream().write(HexFormat.of().parseHex("C000"));
                int connAckLength = first.getInputStream().read();
                first.getInputStream().readNBytes(connAckLength);
                assertThat(first.getInputStream().readNBytes(2))
                        .isEqualTo(HexFormat.of().parseHex("D000"));
            }
            boolean answered = false;
            while (!answered) { // until the broker has seen that the first has left
                try (Socket next = connect(broker)) {
                    answered = isAnswered(next);
                }
            }
        }
    }

    /** Whether CONNECT got an answer, or the connection was closed. */
    private static boolean isAnswered(Socket client) throws IOException {
        try {
            return client.getInputStream().read() == CONNACK;
        } catch (SocketException reset) {
            return false;
        }
    }

    private static Socket connect(Broker broker) throws IOException {
        Socket client = new Socket(InetAddress.getLoopbackAddress(), broker.port());
        client.setSoTimeout((int) TimeUnit.SECONDS.toMillis(20));
        client.getOutputStream().write(HexFormat.of().parseHex(CONNECT.replace(" ", "")));
        return client;
    }

    private static boolean isServed(Broker broker) throws IOException {
        try (Socket client = connect(broker)) {
            return isAnswered(client);
        }
    }
}
