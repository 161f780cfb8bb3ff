package io.bellbird.broker.session;

import static io.bellbird.broker.shard.TestPackets.pubAck;
import static io.bellbird.broker.shard.TestPackets.pubRec;
import static io.bellbird.broker.shard.TestPackets.pubRel;
import static io.bellbird.broker.shard.TestPackets.qos0;
import static io.bellbird.broker.shard.TestPackets.qos1;
import static io.bellbird.broker.shard.TestPackets.qos2;
import static io.bellbird.broker.shard.TestPackets.retained;
import static io.bellbird.broker.shard.TestPackets.will;
import static org.assertj.core.api.Assertions.assertThat;

import io.bellbird.broker.monitor.Counter;
import io.bellbird.broker.security.Authenticator;
import io.bellbird.broker.security.TestAuthorizer;
import io.bellbird.broker.shard.OnOneShardAndOnFour;
import io.bellbird.broker.shard.TestBroker;
import io.bellbird.broker.shard.TestClient;
import io.bellbird.broker.shard.TestConnect;
import io.bellbird.codec.PubRec;
import io.bellbird.codec.Qos;
import io.bellbird.codec.ReasonCode;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What a client may receive is asked at delivery, and follows its user, its listener and a reload. */
@OnOneShardAndOnFour
class ReceiveRightsTest {
    private final TestAuthorizer authorizer = new TestAuthorizer();
    private final int shards;
    private TestBroker broker;

    ReceiveRightsTest(int shards) {
        this.shards = shards;
        broker = new TestBroker(shards, settings -> settings, Authenticator.EVERYBODY, authorizer);
    }

    @AfterEach
    void broker_is_sound() {
        broker.assertSound();
    }

    private void onlyUserReceives(String username) {
        authorizer.receiving((client, topic) -> username.equals(client.username()));
    }

    private static TestConnect as(String username, String clientId) {
        return TestConnect.staying(clientId).credentials(username, "");
    }

    private void rightsChanged() {
        for (int shard = 0; shard < shards; shard++) {
            broker.shard(shard).execute(broker.shard(shard)::rightsChanged);
        }
        broker.settle();
    }

    private long withheld() {
        return broker.count(Counter.WITHHELD_NOT_AUTHORIZED);
    }

    // Routes

    @Test
    void a_message_goes_to_those_who_may_receive_it_and_the_others_are_counted() {
        authorizer.receiving(
                (client, topic) -> client.clientId().equals("a") || topic.text().equals("open"));
        TestClient a = broker.connect("a").subscribe("#", Qos.AT_MOST_ONCE);
        TestClient b = broker.connect("b").subscribe("#", Qos.AT_MOST_ONCE).subscribe("+", Qos.AT_MOST_ONCE);
        TestClient publisher = broker.connect("publisher");

        publisher.send(qos0("secret", "1"), qos0("secret", "2"), qos0("open", "3"));

        assertThat(a.payloads()).containsExactly("1", "2", "3");
        assertThat(b.payloads()).containsExactly("3");
        assertThat(withheld()).isEqualTo(2);
    }

    @Test
    void a_reload_counts_for_topics_that_were_used_before() {
        TestClient client = broker.connect("a").subscribe("t", Qos.AT_MOST_ONCE);
        TestClient publisher = broker.connect("publisher");
        publisher.send(qos0("t", "1"), qos0("t", "2"));

        authorizer.receiving((any, topic) -> false);
        rightsChanged();
        publisher.send(qos0("t", "3"));
        authorizer.receiving((any, topic) -> true);
        rightsChanged();
        publisher.send(qos0("t", "4"));

        assertThat(client.payloads()).containsExactly("1", "2", "4");
    }

    @Test
    void a_session_has_the_rights_of_the_user_who_came_last() {
        onlyUserReceives("ann");
        TestClient publisher = broker.connect("publisher");
        broker.connect(as("ann", "client")).subscribe("t", Qos.AT_MOST_ONCE);
        publisher.send(qos0("t", "1"), qos0("t", "2"));

        TestClient bob = broker.connect(as("bob", "client"));
        publisher.send(qos0("t", "3"));
        TestClient ann = broker.connect(as("ann", "client"));
        publisher.send(qos0("t", "4"));

        assertThat(bob.payloads()).isEmpty();
        assertThat(ann.payloads()).containsExactly("4");
    }

    // While away

    @Test
    void what_a_user_may_not_receive_does_not_wait_for_it() {
        broker.connect(as("ann", "client")).subscribe("t", Qos.AT_LEAST_ONCE).lose();
        onlyUserReceives("bob");

        broker.connect("publisher").send(qos1(1, "t", "x"));

        assertThat(withheld()).isEqualTo(1);
        authorizer.receiving((client, topic) -> true);
        assertThat(broker.connect(as("ann", "client")).payloads()).isEmpty();
    }

    @Test
    void what_waited_for_one_user_is_not_for_another() {
        onlyUserReceives("ann");
        broker.connect(as("ann", "client")).subscribe("t", Qos.EXACTLY_ONCE).lose();
        broker.connect("publisher").send(qos1(1, "t", "1"), qos2(2, "t", "2"));

        assertThat(broker.connect(as("bob", "client")).acknowledging().payloads())
                .isEmpty();

        assertThat(withheld()).isEqualTo(2);
        assertThat(broker.store().queue("client")).isEmpty();
    }

    @Test
    void what_was_sent_to_one_user_is_not_sent_again_to_another() {
        onlyUserReceives("ann");
        TestClient ann = broker.connect(as("ann", "client")).subscribe("t", Qos.EXACTLY_ONCE);
        broker.connect("publisher").send(qos1(1, "t", "1"), qos2(2, "t", "2"), qos2(3, "t", "3"));
        assertThat(ann.messages()).hasSize(3);
        ann.send(new PubRec(3, ReasonCode.SUCCESS)).received();
        ann.lose();

        TestClient bob = broker.connect(as("bob", "client"));

        assertThat(bob.received()).containsExactly(pubRel(3));
        assertThat(withheld()).isEqualTo(2);
    }

    @Test
    void after_a_start_everything_waits_until_it_is_known_who_comes() {
        broker.connect(as("ann", "client")).subscribe("t", Qos.AT_LEAST_ONCE).lose();
        onlyUserReceives("ann");
        broker.crashAndRestart();
        TestClient publisher = broker.connect("publisher");
        publisher.send(qos1(1, "t", "1"));
        broker.connect(as("bob", "client")).lose();
        publisher.send(qos1(2, "t", "2"));

        assertThat(broker.connect(as("ann", "client")).payloads()).isEmpty();

        assertThat(withheld()).isEqualTo(2);
    }

    @Test
    void after_a_start_the_same_user_gets_what_waited() {
        broker.connect(as("ann", "client")).subscribe("t", Qos.AT_LEAST_ONCE).lose();
        onlyUserReceives("ann");
        broker.connect("publisher").send(qos1(1, "t", "1"));
        broker.crashAndRestart();
        broker.connect("publisher").send(qos1(1, "t", "2"));

        TestClient ann = broker.connect(as("ann", "client"));

        assertThat(ann.payloads()).containsExactly("1", "2");
    }

    // Retained messages

    @Test
    void retained_messages_are_asked_for_one_by_one() {
        broker.connect("publisher").send(retained(qos0("a", "1")), retained(qos0("b", "2")));
        authorizer.receiving((client, topic) -> topic.text().equals("b"));

        TestClient client = broker.connect("client").subscribe("#", Qos.AT_MOST_ONCE);

        assertThat(client.payloads()).containsExactly("2");
        assertThat(withheld()).isEqualTo(1);
    }

    @Test
    void a_retained_message_counts_while_its_publisher_may_publish_it() {
        broker.connect(TestConnect.v5("one").credentials("ann", "")).send(retained(qos0("a", "1")));
        broker.connect(TestConnect.v5("two").will(will("b", Qos.AT_MOST_ONCE, "2")))
                .send(retained(qos0("c", "3")));
        authorizer.stillPublishing(name -> name.equals("ann"));

        TestClient client = broker.connect("client").subscribe("#", Qos.AT_MOST_ONCE);

        assertThat(client.payloads()).containsExactly("1");
        assertThat(broker.count(Counter.WITHHELD_SOURCE_NOT_AUTHORIZED)).isEqualTo(1);
        authorizer.stillPublishing(name -> name.equals("two"));
        assertThat(broker.connect("other").subscribe("#", Qos.AT_MOST_ONCE).payloads())
                .containsExactly("3");
    }

    @Test
    void who_published_a_retained_message_does_not_matter_when_the_configuration_says_so() {
        broker = new TestBroker(
                shards, settings -> settings.checkRetainSource(false), Authenticator.EVERYBODY, authorizer);
        broker.connect("publisher").send(retained(qos0("a", "1")));
        authorizer.stillPublishing(name -> false);

        TestClient client = broker.connect("client").subscribe("#", Qos.AT_MOST_ONCE);

        assertThat(client.payloads()).containsExactly("1");
    }

    // Shared groups

    private TestClient member(String clientId) {
        return broker.connect(TestConnect.v5(clientId).receiveMaximum(1)).subscribe("$share/g/#", Qos.AT_LEAST_ONCE);
    }

    @Test
    void a_group_hands_a_message_to_a_member_who_may_receive_it() {
        authorizer.receiving((client, topic) -> client.clientId().equals(topic.text()));
        TestClient a = member("a").acknowledging();
        TestClient b = member("b").acknowledging();
        TestClient publisher = broker.connect("publisher");

        publisher.send(qos1(1, "a", "1"), qos1(2, "a", "2"), qos1(3, "b", "3"), qos0("b", "4"), qos0("b", "5"));
        publisher.send(qos1(4, "c", "6"), qos0("c", "7"));

        assertThat(a.payloads()).containsExactly("1", "2");
        assertThat(b.payloads()).containsExactlyInAnyOrder("3", "4", "5");
        assertThat(withheld()).isEqualTo(2);
    }

    @Test
    void a_message_waits_for_a_member_without_room_when_the_others_may_not_receive_it() {
        authorizer.receiving(
                (client, topic) -> client.clientId().equals("a") || topic.text().equals("open"));
        TestClient a = member("a");
        TestClient b = member("b").acknowledging();
        TestClient publisher = broker.connect("publisher");
        publisher.send(qos1(1, "secret", "1"));
        assertThat(a.payloads()).containsExactly("1");

        publisher.send(qos1(2, "secret", "2"), qos1(3, "open", "3"));
        assertThat(b.payloads()).isEmpty();
        a.send(pubAck(1));

        assertThat(a.payloads()).containsExactly("2");
        assertThat(b.payloads()).containsExactly("3");
        assertThat(withheld()).isZero();
    }

    @Test
    void a_message_that_waits_for_a_member_who_goes_holds_up_nothing() {
        authorizer.receiving(
                (client, topic) -> client.clientId().equals("a") || topic.text().equals("open"));
        TestClient a = member("a");
        TestClient b = member("b").acknowledging();
        broker.connect("publisher").send(qos1(1, "secret", "1"), qos1(2, "secret", "2"), qos1(3, "open", "3"));

        a.lose();

        assertThat(b.payloads()).containsExactly("3");
        assertThat(withheld()).isEqualTo(2);
    }

    @Test
    void a_message_that_was_handed_over_goes_to_another_member_when_rights_change() {
        TestClient a = member("a");
        TestClient publisher = broker.connect("publisher");
        publisher.send(qos1(1, "t", "1"), qos1(2, "t", "2"));
        assertThat(a.payloads()).containsExactly("1");
        authorizer.receiving((client, topic) -> client.clientId().equals("b"));

        a.send(pubAck(1));
        TestClient b = member("b").acknowledging();
        publisher.send(qos1(3, "t", "3"));

        assertThat(a.payloads()).isEmpty();
        assertThat(b.payloads()).containsExactly("3");
        assertThat(withheld()).isEqualTo(1);
    }

    @Test
    void an_exchange_that_has_begun_ends() {
        TestClient client = broker.connect("client").subscribe("t", Qos.EXACTLY_ONCE);
        broker.connect("publisher").send(qos2(1, "t", "1"));
        authorizer.receiving((any, topic) -> false);
        rightsChanged();

        assertThat(client.payloads()).containsExactly("1");
        assertThat(client.send(pubRec(1)).received()).containsExactly(pubRel(1));
    }
}
