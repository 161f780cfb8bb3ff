package io.bellbird.broker.shard;

import static io.bellbird.broker.shard.TestPackets.qos0;
import static io.bellbird.broker.shard.TestPackets.qos1;
import static io.bellbird.broker.shard.TestPackets.qos2;
import static org.assertj.core.api.Assertions.assertThat;

import io.bellbird.broker.watch.Flow;
import io.bellbird.broker.watch.Flows;
import io.bellbird.codec.Qos;
import io.bellbird.codec.Topic;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What the live graph is told: who published, and who was sent what, each on the shard of that client. */
class FlowsOfShardsTest {
    private static final int SHARDS = 4;

    private final TestBroker broker = new TestBroker(SHARDS);
    private final TestClient publisher = broker.connect("publisher");
    private final TestClient near = broker.connect("near");
    private final TestClient far = broker.connect("far");

    @AfterEach
    void broker_is_sound() {
        broker.assertSound();
    }

    private List<Flow> take() {
        List<Flow> flows = new ArrayList<>();
        for (int i = 0; i < SHARDS; i++) {
            flows.addAll(broker.shard(i).takeFlows().flows());
        }
        return flows;
    }

    private static Flow published(String client, String topic, long count) {
        return new Flow(client, Topic.of(topic), count, 0);
    }

    private static Flow sent(String client, String topic, long count) {
        return new Flow(client, Topic.of(topic), 0, count);
    }

    @Test
    void a_message_is_counted_once_where_it_comes_in_and_once_for_each_who_gets_it() {
        near.subscribe("t", Qos.EXACTLY_ONCE);
        far.subscribe("#", Qos.AT_MOST_ONCE);
        take();

        publisher.send(qos0("t", "x"), qos1(1, "t", "y"), qos2(2, "t", "z"), qos0("nobody", "x"));

        assertThat(take())
                .containsExactlyInAnyOrder(
                        published("publisher", "t", 3),
                        sent("near", "t", 3),
                        sent("far", "t", 3),
                        published("publisher", "nobody", 1),
                        sent("far", "nobody", 1));
    }

    @Test
    void a_client_that_gets_its_own_message_has_it_counted_both_ways() {
        near.subscribe("t", Qos.AT_MOST_ONCE);
        take();

        near.send(qos0("t", "x"));

        assertThat(take()).containsExactly(new Flow("near", Topic.of("t"), 1, 1));
    }

    @Test
    void nothing_is_counted_while_nobody_looks() {
        assertThat(broker.shard(0).flows()).isNull();
        take();
        publisher.send(qos0("t", "x"));
        for (int i = 0; i < SHARDS; i++) {
            broker.shard(i).stopFlows();
        }
        publisher.send(qos0("t", "x"));

        assertThat(broker.shard(broker.home("publisher")).flows()).isNull();
        assertThat(broker.shard(broker.home("publisher")).takeFlows()).isEqualTo(Flows.Window.EMPTY);
        publisher.send(qos0("t", "x"));
        assertThat(take()).containsExactly(published("publisher", "t", 1));
    }
}
