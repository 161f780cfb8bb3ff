package io.bellbird.broker.session;

import static io.bellbird.broker.shard.TestPackets.delayedWill;
import static io.bellbird.broker.shard.TestPackets.qos0;
import static io.bellbird.broker.shard.TestPackets.qos1;
import static io.bellbird.broker.shard.TestPackets.will;
import static io.bellbird.broker.shard.TestPackets.with;
import static org.assertj.core.api.Assertions.assertThat;

import io.bellbird.broker.shard.OnOneShardAndOnFour;
import io.bellbird.broker.shard.TestBroker;
import io.bellbird.broker.shard.TestClient;
import io.bellbird.broker.shard.TestConnect;
import io.bellbird.codec.Bytes;
import io.bellbird.codec.Disconnect;
import io.bellbird.codec.PingResp;
import io.bellbird.codec.PublishProperties;
import io.bellbird.codec.Qos;
import io.bellbird.codec.ReasonCode;
import io.bellbird.codec.Topic;
import io.bellbird.codec.UserProperty;
import io.bellbird.codec.WillMessage;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** When a will is published, and when it is not. */
@OnOneShardAndOnFour
class WillTest {
    private final TestBroker broker;
    private final TestClient watcher;

    WillTest(int shards) {
        broker = new TestBroker(shards);
        watcher = broker.connect("watcher").subscribe("will", Qos.AT_MOST_ONCE);
    }

    @AfterEach
    void broker_is_sound() {
        broker.assertSound();
    }

    private static TestConnect mortal(long delaySeconds, long expirySeconds) {
        return TestConnect.v5("client")
                .cleanStart(false)
                .expirySeconds(expirySeconds)
                .will(delayedWill("will", Qos.AT_MOST_ONCE, "gone", delaySeconds));
    }

    private void assertPublished() {
        assertThat(watcher.received()).containsExactly(qos0("will", "gone"));
    }

    private void assertNotPublished() {
        assertThat(watcher.received()).isEmpty();
    }

    // Without a delay

    @Test
    void a_lost_connection_publishes_the_will_once() {
        TestClient client = broker.connect(mortal(0, 0));

        client.lose();
        assertPublished();

        client.lose();
        broker.passSeconds(1_000);
        assertNotPublished();
    }

    @Test
    void a_disconnect_removes_the_will() {
        broker.connect(mortal(0, 60)).disconnect();

        broker.passSeconds(1_000);

        assertNotPublished();
    }

    @Test
    void a_disconnect_with_0x04_publishes_the_will() {
        broker.connect(mortal(0, 60)).disconnect(ReasonCode.DISCONNECT_WITH_WILL_MESSAGE);

        assertPublished();
    }

    @Test
    void a_disconnect_because_of_an_error_publishes_the_will() {
        broker.connect(mortal(0, 60)).disconnect(ReasonCode.UNSPECIFIED_ERROR);

        assertPublished();
    }

    @Test
    void a_protocol_error_publishes_the_will() {
        broker.connect(mortal(0, 60)).send(PingResp.INSTANCE);

        assertPublished();
    }

    @Test
    void a_keep_alive_that_ran_out_publishes_the_will() {
        broker.connect(mortal(0, 0).keepAliveSeconds(10));

        broker.passSeconds(15);

        assertPublished();
    }

    @Test
    void a_client_that_never_got_connack_has_no_will() {
        // given
        broker.store().hold();
        TestClient client = broker.open(mortal(0, 60));
        // when
        client.lose();
        broker.store().release();
        broker.settle();
        // then
        assertNotPublished();
    }

    @Test
    void the_will_is_published_with_all_that_it_has() {
        // given
        PublishProperties properties = new PublishProperties(
                true,
                60,
                "text/plain",
                "answer",
                Bytes.utf8("42"),
                List.of(new UserProperty("b", "1"), new UserProperty("a", "2")));
        WillMessage will =
                new WillMessage(Topic.of("will"), Qos.AT_LEAST_ONCE, true, Bytes.utf8("gone"), 0, properties);
        watcher.subscribe("will", Qos.EXACTLY_ONCE);
        // when
        broker.connect(TestConnect.v5("client").will(will)).lose();
        // then
        assertThat(watcher.received()).containsExactly(with(properties, qos1(1, "will", "gone")));
        assertThat(broker.retained().get(Topic.of("will")).payload()).isEqualTo(Bytes.utf8("gone"));
        assertThat(broker.store().retained()).containsEntry("will", "gone");
    }

    @Test
    void a_client_may_get_its_own_will_when_it_comes_back() {
        // given
        TestConnect connect = mortal(0, 60).will(will("will", Qos.AT_LEAST_ONCE, "gone"));
        broker.connect(connect).subscribe("will", Qos.AT_LEAST_ONCE).lose();
        // when
        TestClient back = broker.connect(connect);
        // then
        assertThat(back.payloads()).containsExactly("gone");
    }

    // With a delay

    @Test
    void a_delayed_will_is_published_when_its_delay_has_passed() {
        broker.connect(mortal(10, 60)).lose();

        broker.passMillis(9_999);
        assertNotPublished();

        broker.passMillis(1);
        assertPublished();
        broker.passSeconds(1_000);
        assertNotPublished();
    }

    @Test
    void a_delayed_will_is_published_when_the_session_expires_before() {
        broker.connect(mortal(60, 10)).lose();

        broker.passMillis(9_999);
        assertNotPublished();

        broker.passMillis(1);
        assertPublished();
        broker.passSeconds(1_000);
        assertNotPublished();
    }

    @Test
    void a_delayed_will_of_a_session_that_ends_with_its_connection_is_published_at_once() {
        broker.connect(mortal(10, 0)).lose();

        assertPublished();
    }

    @Test
    void a_delayed_will_is_cancelled_by_a_new_connection() {
        broker.connect(mortal(10, 60)).lose();
        broker.passSeconds(9);

        broker.connect(TestConnect.v5("client").cleanStart(false).expirySeconds(60));

        broker.passSeconds(1_000);
        assertNotPublished();
    }

    @Test
    void a_delayed_will_is_published_by_a_clean_start_since_that_ends_the_session() {
        broker.connect(mortal(10, 60)).lose();

        broker.connect(TestConnect.v5("client"));

        assertPublished();
        broker.passSeconds(1_000);
        assertNotPublished();
    }

    @Test
    void a_disconnect_with_0x04_delays_the_will_too() {
        broker.connect(mortal(10, 60)).disconnect(ReasonCode.DISCONNECT_WITH_WILL_MESSAGE);

        assertNotPublished();
        broker.passSeconds(10);
        assertPublished();
    }

    @Test
    void a_disconnect_that_ends_the_session_does_not_let_the_will_wait() {
        broker.connect(mortal(10, 60))
                .send(new Disconnect(ReasonCode.DISCONNECT_WITH_WILL_MESSAGE, 0, null, null, List.of()));

        assertPublished();
    }

    // Takeover

    @Test
    void a_takeover_publishes_a_will_of_mqtt_3() {
        TestConnect connect = TestConnect.v3("client").cleanStart(false).will(will("will", Qos.AT_MOST_ONCE, "gone"));
        broker.connect(connect);

        broker.connect(connect);

        assertPublished();
    }

    @Test
    void a_takeover_publishes_a_will_without_delay() {
        broker.connect(mortal(0, 60));

        broker.connect(TestConnect.staying("client"));

        assertPublished();
    }

    @Test
    void a_takeover_cancels_a_delayed_will() {
        broker.connect(mortal(10, 60));

        broker.connect(TestConnect.staying("client"));

        broker.passSeconds(1_000);
        assertNotPublished();
    }

    @Test
    void a_takeover_with_a_clean_start_publishes_a_delayed_will() {
        broker.connect(mortal(10, 60));

        broker.connect(TestConnect.staying("client").cleanStart(true));

        assertPublished();
        broker.passSeconds(1_000);
        assertNotPublished();
    }

    @Test
    void a_takeover_of_a_session_that_ends_with_its_connection_publishes_a_delayed_will() {
        broker.connect(mortal(10, 0));

        broker.connect(TestConnect.v5("client").cleanStart(false));

        assertPublished();
    }

    @Test
    void when_the_broker_stops_wills_are_published_unless_they_are_delayed() {
        // given
        broker.connect(TestConnect.v5("client").expirySeconds(60).will(retainedWill("w/now", 0)));
        broker.connect(TestConnect.v5("patient").expirySeconds(60).will(retainedWill("w/later", 10)));
        // when
        broker.disconnectAll();
        // then
        assertThat(broker.store().retained()).containsOnlyKeys("w/now");
    }

    private static WillMessage retainedWill(String topic, long delaySeconds) {
        return new WillMessage(
                Topic.of(topic), Qos.AT_LEAST_ONCE, true, Bytes.utf8("x"), delaySeconds, PublishProperties.NONE);
    }
}
