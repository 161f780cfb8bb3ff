package io.bellbird.broker.shard;

import static io.bellbird.broker.shard.TestPackets.duplicate;
import static io.bellbird.broker.shard.TestPackets.pubAck;
import static io.bellbird.broker.shard.TestPackets.pubComp;
import static io.bellbird.broker.shard.TestPackets.pubRec;
import static io.bellbird.broker.shard.TestPackets.pubRel;
import static io.bellbird.broker.shard.TestPackets.qos0;
import static io.bellbird.broker.shard.TestPackets.qos1;
import static io.bellbird.broker.shard.TestPackets.qos2;
import static io.bellbird.broker.shard.TestPackets.retained;
import static io.bellbird.broker.shard.TestPackets.subscribe;
import static io.bellbird.broker.shard.TestPackets.will;
import static org.assertj.core.api.Assertions.assertThat;

import io.bellbird.codec.Packet;
import io.bellbird.codec.Qos;
import io.bellbird.codec.ReasonCode;
import io.bellbird.codec.Topic;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What happens between shards when one of them is slow. */
class CrossShardTest {
    private final TestBroker broker = new TestBroker(4);
    private final TestClient publisher = broker.connect(TestConnect.staying("publisher"));
    private final TestClient near = broker.connect("near");
    private final TestClient far = broker.connect("far");

    @AfterEach
    void broker_is_sound() {
        broker.assertSound();
    }

    private TestClient clientOn(int shard) {
        String clientId = "on" + shard;
        for (int i = 0; broker.home(clientId) != shard; i++) {
            clientId = "on" + shard + "-" + i;
        }
        return broker.connect(clientId);
    }

    @Test
    void a_message_is_acknowledged_when_every_shard_has_it() {
        // given
        near.subscribe("t", Qos.AT_LEAST_ONCE);
        far.subscribe("t", Qos.AT_LEAST_ONCE);
        broker.freeze(broker.home("far"));
        // when
        publisher.send(qos1(1, "t", "x"), qos2(2, "t", "y"));
        // then
        assertThat(near.payloads()).containsExactly("x", "y");
        assertThat(publisher.received()).isEmpty();
        broker.thaw(broker.home("far"));
        assertThat(far.payloads()).containsExactly("x", "y");
        assertThat(publisher.received()).containsExactly(pubAck(1), pubRec(2));
    }

    @Test
    void a_message_for_another_shard_is_acknowledged_when_what_it_staged_there_is_committed() {
        // given
        broker.connect(TestConnect.staying("stored"))
                .subscribe("t", Qos.AT_LEAST_ONCE)
                .disconnect();
        TestClient transientPublisher = broker.connect("transient");
        broker.store().hold();
        // when
        transientPublisher.send(qos1(1, "t", "x"));
        // then
        assertThat(transientPublisher.received()).isEmpty();
        broker.store().release();
        broker.settle();
        assertThat(transientPublisher.received()).containsExactly(pubAck(1));
    }

    @Test
    void a_message_for_another_shard_that_stages_nothing_there_waits_for_no_commit() {
        far.subscribe("t", Qos.AT_LEAST_ONCE);
        broker.store().hold();

        TestClient transientPublisher = broker.connect("transient").send(qos1(1, "t", "x"));

        assertThat(transientPublisher.received()).containsExactly(pubAck(1));
        assertThat(broker.store().heldCount()).isZero();
    }

    @Test
    void messages_to_a_slow_shard_keep_their_order() {
        far.subscribe("t/#", Qos.AT_MOST_ONCE);
        broker.freeze(broker.home("far"));
        List<String> payloads = new ArrayList<>();
        for (int i = 1; i <= 100; i++) {
            publisher.send(qos0("t/" + i % 3, "message " + i));
            payloads.add("message " + i);
        }

        broker.thaw(broker.home("far"));

        assertThat(far.payloads()).isEqualTo(payloads);
    }

    @Test
    void a_publisher_is_held_while_the_mailbox_of_a_shard_is_full_and_nothing_is_lost() {
        // given: the mailbox of a shard takes 16,384 letters
        far.subscribe("t", Qos.AT_MOST_ONCE);
        TestClient other = clientOn(broker.home("publisher"));
        broker.freeze(broker.home("far"));
        List<Packet> messages = new ArrayList<>();
        for (int i = 0; i < 16_384; i++) {
            messages.add(qos0("t", "message " + i));
        }
        publisher.send(messages.toArray(new Packet[0]));
        assertThat(publisher.isRead()).isTrue();
        // when
        for (int i = 16_384; i < 16_400; i++) {
            messages.add(qos0("t", "message " + i));
            publisher.send(qos0("t", "message " + i));
        }
        // then
        assertThat(publisher.isRead()).isFalse();
        assertThat(other.send(qos0("u", "x")).isRead()).isFalse();
        assertThat(near.send(qos0("u", "x")).isRead()).isTrue();
        broker.thaw(broker.home("far"));
        assertThat(publisher.isRead()).isTrue();
        assertThat(other.isRead()).isTrue();
        assertThat(far.received()).isEqualTo(messages);
    }

    @Test
    void a_full_mailbox_withholds_the_acknowledgement_and_loses_nothing() {
        // given
        far.subscribe("t", Qos.AT_LEAST_ONCE).acknowledging();
        broker.freeze(broker.home("far"));
        Packet[] filling = new Packet[16_384];
        for (int i = 0; i < filling.length; i++) {
            filling[i] = qos0("t", "filling");
        }
        publisher.send(filling).send(qos1(1, "t", "last"));
        assertThat(publisher.received()).isEmpty();
        // when
        broker.thaw(broker.home("far"));
        // then
        assertThat(publisher.received()).containsExactly(pubAck(1));
        assertThat(far.payloads()).hasSize(16_385).last().isEqualTo("last");
    }

    // Retained messages and new subscribers

    @Test
    void a_message_is_retained_before_it_is_routed_so_that_no_new_subscriber_misses_it() {
        // given: somebody on a slow shard subscribes, and its interest is not known yet
        broker.freeze(broker.home("far"));
        far.send(subscribe(1, "t", Qos.AT_MOST_ONCE));
        // when
        publisher.send(retained(qos1(1, "t", "x")));
        broker.thaw(broker.home("far"));
        // then
        assertThat(publisher.received()).containsExactly(pubAck(1, ReasonCode.NO_MATCHING_SUBSCRIBERS, null));
        assertThat(far.messages()).containsExactly(retained(qos0("t", "x")));
    }

    @Test
    void a_subscription_is_known_to_all_shards_before_suback_leaves() {
        // given: SUBACK waits for its commit
        TestClient stored = broker.connect(TestConnect.staying("stored"));
        broker.store().hold();
        // when
        stored.send(subscribe(1, "t", Qos.AT_MOST_ONCE));
        // then
        assertThat(stored.received()).isEmpty();
        assertThat(broker.interest().mask(Topic.of("t"))).isEqualTo(1L << broker.home("stored"));
        publisher.send(qos0("t", "x"));
        assertThat(stored.payloads()).containsExactly("x");
        broker.store().release();
        broker.settle();
    }

    // Sessions that come and go meanwhile

    @Test
    void a_message_whose_subscriber_left_meanwhile_is_acknowledged() {
        far.subscribe("t", Qos.AT_LEAST_ONCE);
        broker.freeze(broker.home("far"));
        publisher.send(qos1(1, "t", "x"));
        far.lose();

        broker.thaw(broker.home("far"));

        assertThat(publisher.received()).containsExactly(pubAck(1));
    }

    @Test
    void a_message_whose_publishers_session_ends_meanwhile_leaves_no_packet_id_behind() {
        // given
        far.subscribe("t", Qos.AT_MOST_ONCE);
        TestClient leaving = broker.connect(TestConnect.staying("leaving"));
        broker.freeze(broker.home("far"));
        leaving.send(qos2(1, "t", "x"));
        // when
        TestClient back = broker.connect(TestConnect.staying("leaving").cleanStart(true));
        broker.thaw(broker.home("far"));
        // then: see broker_is_sound
        assertThat(far.payloads()).containsExactly("x");
        assertThat(back.received()).isEmpty();
        assertThat(broker.store().received("leaving")).isEmpty();
        assertThat(back.send(qos2(1, "t", "y")).received()).containsExactly(pubRec(1));
        assertThat(far.payloads()).containsExactly("y");
    }

    @Test
    void a_duplicate_on_a_new_connection_waits_for_the_slow_shard_too() {
        // given
        far.subscribe("t", Qos.AT_MOST_ONCE);
        broker.freeze(broker.home("far"));
        publisher.send(qos2(1, "t", "x")).lose();
        TestClient back = broker.connect(TestConnect.staying("publisher"));
        // when
        back.send(duplicate(qos2(1, "t", "x")), pubRel(1));
        assertThat(back.received()).isEmpty();
        broker.thaw(broker.home("far"));
        // then
        assertThat(back.received()).containsExactly(pubRec(1), pubComp(1));
        assertThat(far.payloads()).containsExactly("x");
        assertThat(broker.store().received("publisher")).isEmpty();
    }

    @Test
    void a_will_reaches_other_shards() {
        far.subscribe("t", Qos.AT_LEAST_ONCE);

        broker.connect(TestConnect.v5("mortal").will(will("t", Qos.AT_LEAST_ONCE, "gone")))
                .lose();

        assertThat(far.payloads()).containsExactly("gone");
    }

    @Test
    void clients_of_every_shard_talk_to_clients_of_every_shard() {
        // given
        List<TestClient> clients = new ArrayList<>();
        for (int shard = 0; shard < 4; shard++) {
            clients.add(clientOn(shard).subscribe("t/#", Qos.EXACTLY_ONCE).acknowledging());
        }
        // when
        for (int i = 0; i < clients.size(); i++) {
            clients.get(i).send(qos2(1, "t/x", "from " + i));
        }
        // then
        for (TestClient client : clients) {
            assertThat(client.payloads()).containsExactly("from 0", "from 1", "from 2", "from 3");
        }
    }
}
