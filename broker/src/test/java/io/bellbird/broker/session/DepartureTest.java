package io.bellbird.broker.session;

import static org.assertj.core.api.Assertions.assertThat;

import io.bellbird.broker.monitor.Gauge;
import io.bellbird.broker.security.Gate;
import io.bellbird.broker.shard.OnOneShardAndOnFour;
import io.bellbird.broker.shard.TestBroker;
import io.bellbird.broker.shard.TestClient;
import io.bellbird.broker.shard.TestConnect;
import io.bellbird.codec.ConnAck;
import io.bellbird.codec.Disconnect;
import io.bellbird.codec.ReasonCode;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Those who are not let in any more are asked to go: who is banned at once, and all one after the other. */
@OnOneShardAndOnFour
class DepartureTest {
    private static final int CLIENTS = 40;

    private final int shards;
    private final TestBroker broker;

    DepartureTest(int shards) {
        this.shards = shards;
        this.broker = new TestBroker(shards);
    }

    @AfterEach
    void broker_is_sound() {
        broker.assertSound();
    }

    private Gate gate() {
        return broker.shard(0).gate();
    }

    private void tellAll(Consumer<Sessions> what) {
        IntStream.range(0, shards)
                .mapToObj(broker::shard)
                .forEach(shard -> shard.execute(() -> what.accept(shard.sessions())));
        broker.settle();
    }

    private void drain(int seconds) {
        gate().drain(seconds);
        tellAll(sessions -> sessions.drain(TimeUnit.SECONDS.toNanos(seconds)));
    }

    private List<TestClient> crowd() {
        return IntStream.range(0, CLIENTS)
                .mapToObj(i -> broker.connect("c" + i))
                .toList();
    }

    private static ConnAck answer(TestClient client) {
        return (ConnAck) client.received().get(0);
    }

    @Test
    void a_banned_client_is_disconnected_and_not_let_in_while_others_stay() {
        TestClient pump = broker.connect("pump");
        TestClient other = broker.connect("other");

        gate().banClient("pump", 60);
        tellAll(Sessions::expelBanned);

        assertThat(pump.received())
                .containsExactly(
                        Disconnect.because(ReasonCode.ADMINISTRATIVE_ACTION, "banned by those who run the broker"));
        assertThat(other.isClosed()).isFalse();
        assertThat(answer(broker.open(TestConnect.v5("pump"))).reason()).isEqualTo(ReasonCode.BANNED);
        assertThat(answer(broker.open(TestConnect.v3("pump"))).reason()).isEqualTo(ReasonCode.BANNED);
        broker.passSeconds(60);
        broker.connect("pump");
    }

    @Test
    void who_takes_a_session_over_is_not_let_in_either_while_it_is_banned() {
        broker.connect(TestConnect.staying("pump")).disconnect();
        gate().banClient("pump", 60);

        broker.open(TestConnect.staying("pump"));
        gate().liftClient("pump");

        assertThat(broker.connect(TestConnect.staying("pump")).connAck().sessionPresent())
                .isTrue();
    }

    @Test
    void all_are_asked_to_go_evenly_over_the_time() {
        List<TestClient> crowd = crowd();

        drain(20);
        assertThat(broker.level(Gauge.CONNECTED)).isEqualTo(CLIENTS);
        broker.passSeconds(10);
        assertThat(broker.level(Gauge.CONNECTED)).isBetween(CLIENTS / 2L - shards, CLIENTS / 2L + shards);
        broker.passSeconds(11);

        assertThat(broker.level(Gauge.CONNECTED)).isZero();
        assertThat(crowd).allSatisfy(client -> assertThat(client.received())
                .containsExactly(Disconnect.because(ReasonCode.USE_ANOTHER_SERVER, "the broker is drained")));
    }

    @Test
    void nobody_is_let_in_meanwhile() {
        drain(20);

        assertThat(answer(broker.open(TestConnect.v5("late"))).reason()).isEqualTo(ReasonCode.USE_ANOTHER_SERVER);
        gate().open();
        broker.connect("late");
    }

    @Test
    void without_a_time_all_go_at_once() {
        crowd();

        drain(0);
        broker.passMillis(1);

        assertThat(broker.level(Gauge.CONNECTED)).isZero();
    }

    @Test
    void who_is_still_there_stays_when_it_ends() {
        crowd();
        drain(20);
        broker.passSeconds(10);

        gate().open();
        tellAll(Sessions::stopDraining);
        long left = broker.level(Gauge.CONNECTED);
        broker.passSeconds(60);

        assertThat(left).isPositive();
        assertThat(broker.level(Gauge.CONNECTED)).isEqualTo(left);
    }

    @Test
    void a_client_of_mqtt_3_is_disconnected_without_a_packet() {
        TestClient old = broker.connect(TestConnect.v3("old"));

        drain(0);
        broker.passMillis(1);

        assertThat(old.received()).isEmpty();
        assertThat(old.isClosed()).isTrue();
    }
}
