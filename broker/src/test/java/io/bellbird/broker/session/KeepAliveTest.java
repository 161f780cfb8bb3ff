package io.bellbird.broker.session;

import static io.bellbird.broker.shard.TestPackets.qos1;
import static org.assertj.core.api.Assertions.assertThat;

import io.bellbird.broker.security.Authenticator;
import io.bellbird.broker.security.Authorizer.Verdict;
import io.bellbird.broker.security.TestAuthorizer;
import io.bellbird.broker.shard.OnOneShardAndOnFour;
import io.bellbird.broker.shard.TestBroker;
import io.bellbird.broker.shard.TestClient;
import io.bellbird.broker.shard.TestConnect;
import io.bellbird.codec.Disconnect;
import io.bellbird.codec.PingReq;
import io.bellbird.codec.Qos;
import io.bellbird.codec.ReasonCode;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A client that is silent for one and a half times its keep-alive is cut off [MQTT-3.1.2-22]. */
@OnOneShardAndOnFour
class KeepAliveTest {
    private final TestAuthorizer authorizer = new TestAuthorizer();
    private final TestBroker broker;

    KeepAliveTest(int shards) {
        broker = new TestBroker(shards, settings -> settings, Authenticator.EVERYBODY, authorizer);
    }

    @AfterEach
    void broker_is_sound() {
        broker.assertSound();
    }

    @Test
    void a_silent_client_is_cut_off_after_one_and_a_half_times_its_keep_alive() {
        TestClient client = broker.connect(TestConnect.v5("client").keepAliveSeconds(10));

        broker.passMillis(14_999);
        assertThat(client.isClosed()).isFalse();

        broker.passMillis(1);
        assertThat(client.received()).containsExactly(Disconnect.because(ReasonCode.KEEP_ALIVE_TIMEOUT, null));
        assertThat(client.isClosed()).isTrue();
    }

    @Test
    void half_a_second_counts() {
        TestClient client = broker.connect(TestConnect.v3("client").keepAliveSeconds(1));

        broker.passMillis(1_499);
        assertThat(client.isClosed()).isFalse();

        broker.passMillis(1);
        assertThat(client.received()).isEmpty();
        assertThat(client.isClosed()).isTrue();
    }

    @Test
    void a_keep_alive_of_zero_is_none() {
        TestClient client = broker.connect(TestConnect.v5("client").keepAliveSeconds(0));

        broker.passSeconds(1_000_000);

        assertThat(client.isClosed()).isFalse();
    }

    @Test
    void any_packet_shows_that_the_client_is_alive() {
        TestClient client = broker.connect(TestConnect.v5("client").keepAliveSeconds(10));

        for (int i = 1; i < 20; i++) {
            broker.passMillis(14_999);
            client.send(i % 2 == 0 ? PingReq.INSTANCE : qos1(i, "t", "x"));
        }

        assertThat(client.isClosed()).isFalse();
        broker.passSeconds(15);
        assertThat(client.isClosed()).isTrue();
    }

    @Test
    void what_the_broker_sends_does_not_show_that_the_client_is_alive() {
        TestClient client =
                broker.connect(TestConnect.v5("client").keepAliveSeconds(10)).subscribe("t", Qos.AT_MOST_ONCE);
        TestClient publisher = broker.connect("publisher");

        for (int i = 1; i <= 15; i++) {
            publisher.send(qos1(i, "t", "x"));
            broker.passSeconds(1);
        }

        assertThat(client.isClosed()).isTrue();
    }

    @Test
    void the_keep_alive_that_the_server_chose_counts() {
        TestBroker strict = new TestBroker(1, settings -> settings.maxKeepaliveSeconds(4));
        TestClient client = strict.connect(TestConnect.v5("client").keepAliveSeconds(60));

        strict.passMillis(5_999);
        assertThat(client.isClosed()).isFalse();
        strict.passMillis(1);
        assertThat(client.isClosed()).isTrue();
    }

    @Test
    void a_client_that_is_not_read_from_is_not_cut_off() {
        // given: the answer of the authorizer takes its time
        TestClient client = broker.connect(TestConnect.v5("client").keepAliveSeconds(10));
        authorizer.later();
        client.send(qos1(1, "t", "x"));
        assertThat(client.isRead()).isFalse();
        // when
        broker.passSeconds(100);
        // then
        assertThat(client.isClosed()).isFalse();
        authorizer.answer(Verdict.ALLOWED);
        broker.settle();
        assertThat(client.isRead()).isTrue();
        client.send(PingReq.INSTANCE);
        broker.passMillis(14_999);
        assertThat(client.isClosed()).isFalse();
        broker.passSeconds(15);
        assertThat(client.isClosed()).isTrue();
    }

    @Test
    void a_client_that_waited_for_connack_has_its_whole_keep_alive_from_then_on() {
        // given
        broker.store().hold();
        TestClient client = broker.open(TestConnect.staying("client").keepAliveSeconds(10));
        broker.passSeconds(100);
        // when
        broker.store().release();
        broker.settle();
        // then
        broker.passMillis(14_999);
        assertThat(client.isClosed()).isFalse();
        broker.passMillis(1);
        assertThat(client.isClosed()).isTrue();
    }

    @Test
    void a_connection_that_has_ended_is_not_cut_off_again() {
        TestClient client = broker.connect(TestConnect.v5("client").keepAliveSeconds(10));
        client.disconnect();

        broker.passSeconds(100);

        assertThat(client.received()).isEmpty();
    }
}
