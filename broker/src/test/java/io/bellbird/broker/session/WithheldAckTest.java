package io.bellbird.broker.session;

import static io.bellbird.broker.shard.TestPackets.duplicate;
import static io.bellbird.broker.shard.TestPackets.pubAck;
import static io.bellbird.broker.shard.TestPackets.pubComp;
import static io.bellbird.broker.shard.TestPackets.pubRec;
import static io.bellbird.broker.shard.TestPackets.pubRel;
import static io.bellbird.broker.shard.TestPackets.qos0;
import static io.bellbird.broker.shard.TestPackets.qos1;
import static io.bellbird.broker.shard.TestPackets.qos2;
import static io.bellbird.broker.shard.TestPackets.retained;
import static io.bellbird.broker.shard.TestPackets.subAck;
import static io.bellbird.broker.shard.TestPackets.subscribe;
import static org.assertj.core.api.Assertions.assertThat;

import io.bellbird.broker.monitor.Counter;
import io.bellbird.broker.shard.OnOneShardAndOnFour;
import io.bellbird.broker.shard.TestBroker;
import io.bellbird.broker.shard.TestClient;
import io.bellbird.broker.shard.TestConnect;
import io.bellbird.codec.AckProperties;
import io.bellbird.codec.ConnAck;
import io.bellbird.codec.Packet;
import io.bellbird.codec.PingReq;
import io.bellbird.codec.PingResp;
import io.bellbird.codec.PubAck;
import io.bellbird.codec.PubComp;
import io.bellbird.codec.PubRec;
import io.bellbird.codec.Qos;
import io.bellbird.codec.ReasonCode;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Every acknowledgement is true when it leaves: what it confirms is committed, and so is all before it. */
@OnOneShardAndOnFour
class WithheldAckTest {
    private final TestBroker broker;
    private final TestClient publisher;

    /** Somebody whose session is stored subscribes, so that what is published has to be committed. */
    WithheldAckTest(int shards) {
        broker = new TestBroker(shards);
        publisher = broker.connect(TestConnect.staying("publisher"));
        broker.connect(TestConnect.staying("stored"))
                .subscribe("stored/#", Qos.EXACTLY_ONCE)
                .disconnect();
    }

    @AfterEach
    void broker_is_sound() {
        broker.assertSound();
    }

    private void releaseOne() {
        broker.store().releaseOne();
        broker.settle();
    }

    private void release() {
        broker.store().release();
        broker.settle();
    }

    @Test
    void puback_leaves_when_the_message_is_committed() {
        broker.store().hold();

        publisher.send(qos1(1, "stored/t", "x"));
        assertThat(publisher.received()).isEmpty();

        release();
        assertThat(publisher.received()).containsExactly(pubAck(1));
        assertThat(broker.store().queue("stored")).containsExactly("x");
    }

    @Test
    void pubrec_leaves_when_message_and_packet_id_are_committed() {
        broker.store().hold();

        publisher.send(qos2(1, "stored/t", "x"));
        assertThat(publisher.received()).isEmpty();

        release();
        assertThat(publisher.received()).containsExactly(pubRec(1));
        assertThat(broker.store().queue("stored")).containsExactly("x");
        assertThat(broker.store().received("publisher")).containsExactly(1);
    }

    @Test
    void the_packet_id_of_a_qos_2_message_is_never_committed_before_the_message() {
        // given
        broker.store().hold();
        publisher.send(qos2(1, "stored/t", "x"));
        // when, then: after each commit, what a restart would find
        while (broker.store().heldCount() > 0) {
            releaseOne();
            boolean idIsThere = !broker.store().received("publisher").isEmpty();
            boolean messageIsThere = !broker.store().queue("stored").isEmpty();
            assertThat(!idIsThere || messageIsThere).isTrue();
        }
        assertThat(publisher.received()).containsExactly(pubRec(1));
    }

    @Test
    void pubcomp_leaves_when_the_packet_id_is_gone_from_the_store() {
        publisher.send(qos2(1, "stored/t", "x")).received();
        broker.store().hold();

        publisher.send(pubRel(1));
        assertThat(publisher.received()).isEmpty();

        release();
        assertThat(publisher.received()).containsExactly(pubComp(1));
        assertThat(broker.store().received("publisher")).isEmpty();
    }

    @Test
    void pubrel_to_a_session_that_stays_leaves_when_pubrec_is_committed() {
        // given
        TestClient subscriber = broker.connect(TestConnect.staying("stored"));
        broker.connect("other").send(qos2(1, "stored/t", "x"));
        assertThat(subscriber.received()).containsExactly(qos2(1, "stored/t", "x"));
        broker.store().hold();
        // when
        subscriber.send(pubRec(1));
        assertThat(subscriber.received()).isEmpty();
        // then
        release();
        assertThat(subscriber.received()).containsExactly(pubRel(1));
        assertThat(broker.store().queue("stored")).containsExactly("x 1 released");
        subscriber.send(pubComp(1));
        assertThat(broker.store().queue("stored")).isEmpty();
    }

    @Test
    void connack_leaves_when_the_session_is_committed() {
        broker.store().hold();

        TestClient client = broker.open(TestConnect.staying("new"));
        assertThat(client.received()).isEmpty();

        release();
        client.accepted();
        assertThat(broker.store().clientIds()).contains("new");
    }

    @Test
    void a_retained_message_is_acknowledged_when_it_is_committed() {
        broker.store().hold();

        publisher.send(retained(qos1(1, "t", "x")));
        assertThat(publisher.received()).isEmpty();

        release();
        assertThat(publisher.received()).containsExactly(pubAck(1, ReasonCode.NO_MATCHING_SUBSCRIBERS, null));
        assertThat(broker.store().retained()).containsEntry("t", "x");
    }

    @Test
    void what_has_nothing_to_commit_is_acknowledged_at_once() {
        TestClient passing = broker.connect("passing").subscribe("passing", Qos.EXACTLY_ONCE);
        TestClient transientPublisher = broker.connect("transient");
        broker.store().hold();

        transientPublisher.send(qos1(1, "passing", "x"), qos2(2, "passing", "y"));

        assertThat(transientPublisher.received()).containsExactly(pubAck(1), pubRec(2));
        assertThat(passing.payloads()).containsExactly("x", "y");
        assertThat(broker.store().heldCount()).isZero();
    }

    @Test
    void acknowledgements_leave_in_the_order_of_the_messages() {
        // given: the first has to be committed, the others would be ready at once
        TestClient client = broker.connect("client");
        broker.connect("passing").subscribe("passing", Qos.AT_LEAST_ONCE);
        broker.store().hold();
        // when
        client.send(qos1(3, "stored/t", "1"), qos2(1, "passing", "2"), qos1(2, "passing", "3"), qos1(4, "$SYS/x", "4"));
        assertThat(client.received()).isEmpty();
        // then
        release();
        assertThat(client.received())
                .containsExactly(
                        pubAck(3), pubRec(1), pubAck(2), pubAck(4, ReasonCode.NOT_AUTHORIZED, "the topic is reserved"));
    }

    @Test
    void other_answers_do_not_wait_for_acknowledgements() {
        broker.store().hold();

        publisher.send(qos1(1, "stored/t", "x"), PingReq.INSTANCE);

        assertThat(publisher.received()).containsExactly(PingResp.INSTANCE);
        release();
    }

    @Test
    void a_duplicate_of_a_qos_2_message_is_acknowledged_and_not_routed() {
        TestClient subscriber = broker.connect("subscriber").subscribe("stored/t", Qos.AT_MOST_ONCE);

        publisher.send(qos2(1, "stored/t", "x"));
        publisher.send(duplicate(qos2(1, "stored/t", "x")));

        assertThat(publisher.received()).containsExactly(pubRec(1), pubRec(1));
        assertThat(subscriber.payloads()).containsExactly("x");
        assertThat(broker.store().queue("stored")).containsExactly("x");
    }

    @Test
    void duplicates_of_a_qos_2_message_on_its_way_in_are_all_acknowledged_when_it_is_in() {
        // given
        broker.store().hold();
        publisher.send(
                qos2(1, "stored/t", "x"),
                duplicate(qos2(1, "stored/t", "x")),
                duplicate(qos2(1, "stored/t", "x")),
                qos1(2, "stored/t", "y"));
        assertThat(publisher.received()).isEmpty();
        // when
        release();
        // then
        assertThat(publisher.received()).containsExactly(pubRec(1), pubRec(1), pubRec(1), pubAck(2));
        assertThat(broker.store().queue("stored")).containsExactly("x", "y");
    }

    @Test
    void a_duplicate_on_a_new_connection_waits_until_the_first_copy_is_in() {
        // given
        broker.store().hold();
        publisher.send(qos2(1, "stored/t", "x")).lose();
        TestClient back = broker.open(TestConnect.staying("publisher"));
        back.send(duplicate(qos2(1, "stored/t", "x")));
        assertThat(back.received()).isEmpty();
        // when
        release();
        // then
        back.accepted();
        assertThat(back.received()).containsExactly(pubRec(1));
        assertThat(publisher.received()).isEmpty();
        assertThat(broker.store().queue("stored")).containsExactly("x");
        assertThat(back.send(pubRel(1)).received()).containsExactly(pubComp(1));
        assertThat(broker.store().received("publisher")).isEmpty();
    }

    @Test
    void pubrel_that_comes_too_early_does_not_leave_its_packet_id_in_the_store() {
        broker.store().hold();
        publisher.send(qos2(1, "stored/t", "x"), pubRel(1));

        release();

        assertThat(publisher.received()).containsExactly(pubRec(1), pubComp(1));
        assertThat(broker.store().received("publisher")).isEmpty();
    }

    @Test
    void pubrel_again_on_a_new_connection_is_answered() {
        publisher.send(qos2(1, "stored/t", "x"));
        publisher.send(pubRel(1)).lose();

        TestClient back = broker.connect(TestConnect.staying("publisher"));

        assertThat(back.send(pubRel(1)).received())
                .containsExactly(new PubComp(1, ReasonCode.PACKET_IDENTIFIER_NOT_FOUND));
    }

    // Too many

    @Test
    void reading_stops_when_a_thousand_acknowledgements_are_withheld() {
        // given
        TestClient client = broker.connect(TestConnect.v3("client"));
        broker.store().hold();
        List<Packet> acks = new ArrayList<>();
        // when
        for (int i = 1; i <= 1_500; i++) {
            client.send(qos1(i, "stored/t", "x"));
            acks.add(pubAck(i));
            assertThat(client.isRead()).isEqualTo(i < 1_000);
        }
        // then
        release();
        assertThat(client.isRead()).isTrue();
        assertThat(client.received()).isEqualTo(acks);
        assertThat(broker.store().queue("stored")).hasSize(1_500);
    }

    @Test
    void reading_stops_too_when_the_withheld_ones_are_refusals_or_duplicates() {
        // given
        TestClient refused = broker.connect(TestConnect.v3("refused"));
        TestClient repeating = broker.connect(TestConnect.v3("repeating"));
        broker.store().hold();
        refused.send(qos1(1, "stored/t", "x"));
        repeating.send(qos2(1, "stored/t", "x"));
        // when
        for (int i = 2; i <= 1_500; i++) {
            refused.send(qos1(i, "$SYS/x", "x"));
            repeating.send(duplicate(qos2(1, "stored/t", "x")));
        }
        // then
        assertThat(refused.isRead()).isFalse();
        assertThat(repeating.isRead()).isFalse();
        release();
        assertThat(List.of(refused.isRead(), repeating.isRead())).containsOnly(true);
        assertThat(refused.received()).hasSize(1_500);
        assertThat(repeating.received()).hasSize(1_500);
    }

    // A store that takes nothing

    @Test
    void an_mqtt_5_client_is_told_that_the_store_takes_nothing() {
        broker.store().accept(false);

        publisher.send(qos1(1, "stored/t", "x"), qos2(2, "stored/t", "x"), retained(qos1(3, "t", "x")));
        TestClient refused = broker.open(TestConnect.staying("new"));

        AckProperties text = AckProperties.explained("the store takes nothing at the moment");
        assertThat(publisher.received())
                .containsExactly(
                        new PubAck(1, ReasonCode.QUOTA_EXCEEDED, text),
                        new PubRec(2, ReasonCode.QUOTA_EXCEEDED, text),
                        new PubAck(3, ReasonCode.QUOTA_EXCEEDED, text));
        assertThat(refused.received())
                .containsExactly(new ConnAck(false, ReasonCode.QUOTA_EXCEEDED, ConnAck.Properties.DEFAULTS));
        assertThat(broker.store().queue("stored")).isEmpty();
        assertThat(broker.retained().count()).isZero();
    }

    @Test
    void an_mqtt_3_client_gets_no_acknowledgement_until_the_store_takes_its_message() {
        TestClient old = broker.connect(TestConnect.v3("old"));
        broker.store().accept(false);

        old.send(qos1(1, "stored/t", "x"));
        broker.passSeconds(29);
        assertThat(old.received()).isEmpty();
        assertThat(old.isRead()).isFalse();

        broker.store().accept(true);
        broker.passSeconds(1);
        assertThat(old.received()).containsExactly(pubAck(1));
        assertThat(old.isRead()).isTrue();
        assertThat(broker.store().queue("stored")).containsExactly("x");
    }

    @Test
    void an_mqtt_3_client_is_closed_when_the_store_takes_nothing_for_30_seconds() {
        TestClient old = broker.connect(TestConnect.v3("old"));
        broker.store().accept(false);

        old.send(qos1(1, "stored/t", "x"));
        broker.passSeconds(30);

        assertThat(old.received()).isEmpty();
        assertThat(old.isClosed()).isTrue();
    }

    @Test
    void an_mqtt_3_client_is_closed_when_the_store_does_not_get_on_with_its_message() {
        TestClient old = broker.connect(TestConnect.v3("old"));
        broker.store().hold();

        old.send(qos1(1, "stored/t", "x"));
        broker.store().accept(false);
        broker.passSeconds(29);
        assertThat(old.isClosed()).isFalse();
        broker.passSeconds(1);

        assertThat(old.isClosed()).isTrue();
    }

    @Test
    void a_subscription_that_cannot_be_stored_is_refused() {
        TestClient staying = broker.connect(TestConnect.staying("staying"));
        broker.store().accept(false);

        staying.send(subscribe(1, "t", Qos.AT_LEAST_ONCE));

        assertThat(staying.received()).containsExactly(subAck(1, ReasonCode.QUOTA_EXCEEDED));
    }

    @Test
    void qos_0_and_sessions_that_are_not_stored_go_on_when_the_store_takes_nothing() {
        broker.store().accept(false);
        TestClient passing = broker.connect("passing").subscribe("passing", Qos.AT_LEAST_ONCE);

        TestClient other = broker.connect("other").send(qos0("passing", "x"), PingReq.INSTANCE);

        assertThat(other.received()).containsExactly(PingResp.INSTANCE);
        assertThat(passing.payloads()).containsExactly("x");
        assertThat(broker.count(Counter.BUGS)).isZero();
    }
}
