package io.bellbird.e2e.fault;

import static org.assertj.core.api.Assertions.assertThat;

import io.bellbird.client.MqttClient;
import io.bellbird.codec.MqttVersion;
import io.bellbird.e2e.Inbox;
import io.bellbird.e2e.RealBroker;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** The network, or the broker, goes and comes back. */
@EveryBroker
final class ReconnectTest {
    @RegisterExtension
    final OpenClients clients = new OpenClients();

    private final RealBroker broker;
    private final Watching watching = new Watching();
    private final Inbox<String> received = new Inbox<>();

    ReconnectTest(RealBroker broker) {
        this.broker = broker;
    }

    /** What a client publishes after it has come back reaches its subscription from before. */
    private void subscribe(MqttClient client, String filter) {
        Await.result(client.subscribe(filter, message -> received.add(message.text())), "the subscription");
    }

    private void talk(MqttClient client, String topic) {
        Await.result(client.publish(topic, "still there"), "a message");
        assertThat(received.next("the message")).isEqualTo("still there");
    }

    @ParameterizedTest
    @CsvSource({"V5, true", "V3_1_1, false", "V3_1, false"})
    void subscriptions_hold_when_a_link_breaks(MqttVersion version, boolean sessionPresent) {
        // given
        FaultProxy network = clients.network(broker);
        MqttClient client = clients.connected(
                OpenClients.options(network.uri()).version(version).listener(watching));
        watching.nextConnection();
        subscribe(client, "cut/" + version + "/#");
        // when
        network.cut();
        // then
        assertThat(watching.nextConnection().sessionPresent()).isEqualTo(sessionPresent);
        talk(client, "cut/" + version + "/a");
    }

    @ParameterizedTest
    @EnumSource(Direction.class)
    void subscriptions_hold_when_a_link_breaks_within_a_packet(Direction direction) {
        // given
        FaultProxy network = clients.network(broker);
        MqttClient client = clients.connected(OpenClients.options(network.uri()).listener(watching));
        watching.nextConnection();
        subscribe(client, "within/" + direction);
        // when
        network.cutAfter(direction, 20);
        talk(client, "within/" + direction);
        // then
        assertThat(watching.nextConnection().sessionPresent()).isTrue();
    }

    @Test
    void broker_that_was_restarted_and_knows_nothing_is_asked_for_the_subscriptions_again() {
        // given
        MqttClient client = clients.connected(
                OpenClients.options(broker).keepAlive(Duration.ZERO).listener(watching));
        watching.nextConnection();
        subscribe(client, "restart/+");
        // when
        broker.kill();
        broker.restart();
        // then
        assertThat(watching.nextConnection().sessionPresent()).isFalse();
        talk(client, "restart/a");
    }

    @Test
    void next_broker_is_used_when_one_cannot_be_reached_and_the_first_again_when_that_one_dies() {
        // given
        FaultProxy first = clients.network(broker);
        FaultProxy second = clients.network(broker);
        first.refuse();
        // when
        MqttClient client =
                clients.connected(OpenClients.options(first.uri(), second.uri()).listener(watching));
        // then
        assertThat(watching.nextConnection().broker()).isEqualTo(second.uri());
        subscribe(client, "failover");
        talk(client, "failover");
        // when
        first.open();
        second.refuse();
        // then
        assertThat(watching.nextConnection().broker()).isEqualTo(first.uri());
        talk(client, "failover");
    }

    @ParameterizedTest
    @EnumSource(Direction.class)
    void link_that_swallows_everything_is_left_in_time(Direction direction) {
        // given
        Duration keepAlive = Duration.ofSeconds(1);
        Duration connectTimeout = Duration.ofSeconds(2);
        FaultProxy network = clients.network(broker);
        MqttClient client = clients.connected(OpenClients.options(network.uri())
                .keepAlive(keepAlive)
                .connectTimeout(connectTimeout)
                .listener(watching));
        watching.nextConnection();
        subscribe(client, "hole/" + direction);
        // when
        long begin = System.nanoTime();
        network.swallow(direction);
        // then
        watching.nextConnection();
        assertThat(Duration.ofNanos(System.nanoTime() - begin))
                .isLessThan(keepAlive.multipliedBy(3).dividedBy(2).plus(connectTimeout));
        talk(client, "hole/" + direction);
    }

    @Test
    void link_that_is_slow_or_stands_still_for_a_while_is_kept() {
        // given
        FaultProxy network = clients.network(broker);
        MqttClient client = clients.connected(OpenClients.options(network.uri()).listener(watching));
        subscribe(client, "slow");
        // when
        network.hold();
        var published = client.publish("slow", "held");
        Await.until(() -> network.waiting() > 0, "bytes that are held");
        network.release();
        network.delay(5);
        // then
        Await.result(published, "the message that was held");
        assertThat(received.next("the message")).isEqualTo("held");
        talk(client, "slow");
        assertThat(network.accepted()).isEqualTo(1);
    }

    @Test
    void client_that_asks_while_brokers_hang_up_gets_in_when_they_do_not() {
        // given
        FaultProxy network = new FaultProxy(
                broker.port(), link -> link < 6 ? new Fault(Fault.Kind.HANG_UP, direction(link), 5) : Fault.NONE);
        // when
        MqttClient client = clients.connected(
                OpenClients.options(network.uri()).version(MqttVersion.V5).retryFirstConnect(true));
        // then
        subscribe(client, "at-last");
        talk(client, "at-last");
        assertThat(network.accepted()).isEqualTo(7);
        network.close();
    }

    @Test
    void older_version_is_left_again_when_only_the_first_handshake_broke() {
        // given
        FaultProxy network = new FaultProxy(
                broker.port(), link -> link == 0 ? new Fault(Fault.Kind.RESET, Direction.TO_BROKER, 5) : Fault.NONE);
        MqttClient client = clients.connected(OpenClients.options(network.uri()).listener(watching));
        assertThat(watching.nextConnection().version()).isEqualTo(MqttVersion.V3_1_1);
        subscribe(client, "handshake");
        // when
        network.cut();
        // then
        assertThat(watching.nextConnection().version()).isEqualTo(MqttVersion.V5);
        talk(client, "handshake");
        network.close();
    }

    private static Direction direction(int link) {
        return link % 2 == 0 ? Direction.TO_BROKER : Direction.TO_CLIENT;
    }
}
