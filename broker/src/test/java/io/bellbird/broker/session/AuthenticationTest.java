package io.bellbird.broker.session;

import static io.bellbird.broker.shard.TestPackets.qos0;
import static org.assertj.core.api.Assertions.assertThat;

import io.bellbird.broker.monitor.Counter;
import io.bellbird.broker.routing.TopicFilter;
import io.bellbird.broker.security.AuthenticationMethod;
import io.bellbird.broker.security.Authenticator;
import io.bellbird.broker.security.Authorizer;
import io.bellbird.broker.security.Client;
import io.bellbird.broker.shard.OnOneShardAndOnFour;
import io.bellbird.broker.shard.TestBroker;
import io.bellbird.broker.shard.TestClient;
import io.bellbird.broker.shard.TestConnect;
import io.bellbird.codec.Auth;
import io.bellbird.codec.Bytes;
import io.bellbird.codec.ConnAck;
import io.bellbird.codec.Disconnect;
import io.bellbird.codec.Packet;
import io.bellbird.codec.Qos;
import io.bellbird.codec.ReasonCode;
import io.bellbird.codec.Topic;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Enhanced authentication (section 4.12) when somebody is late, wrong or broken. */
@OnOneShardAndOnFour
class AuthenticationTest {
    private static final TestConnect CONNECT =
            TestConnect.v5("client").credentials("in-connect", "unused").authenticationMethod("test");

    private final Method method = new Method();
    private final Asked asked = new Asked();
    private final TestBroker broker;

    AuthenticationTest(int shards) {
        broker = new TestBroker(shards, settings -> settings, method, asked);
    }

    private static Auth auth(ReasonCode reason, @Nullable String data) {
        return new Auth(reason, "test", data == null ? null : Bytes.utf8(data), null, List.of());
    }

    private static Packet refusal(ReasonCode reason) {
        return new ConnAck(false, reason, ConnAck.Properties.DEFAULTS);
    }

    /** What the method says, and all that follows. */
    private void answer(Consumer<AuthenticationMethod.Answer> words) {
        words.accept(method.unanswered.remove());
        broker.settle();
    }

    private TestClient accepted(@Nullable String username) {
        TestClient client = broker.open(CONNECT);
        answer(answer -> answer.succeed(username, null));
        return client.accepted();
    }

    @Test
    void client_that_does_not_answer_a_challenge_is_refused_after_ten_seconds() {
        TestClient client = broker.open(CONNECT);
        answer(answer -> answer.challenge(Bytes.utf8("who?")));
        assertThat(client.received()).containsExactly(auth(ReasonCode.CONTINUE_AUTHENTICATION, "who?"));

        broker.passMillis(9_999);
        assertThat(client.isClosed()).isFalse();
        broker.passMillis(1);

        assertThat(client.received()).containsExactly(refusal(ReasonCode.NOT_AUTHORIZED));
        assertThat(client.isClosed()).isTrue();
    }

    @Test
    void client_whose_method_does_not_answer_is_refused_after_ten_seconds_and_the_late_answer_does_nothing() {
        TestClient client = broker.open(CONNECT);

        broker.passSeconds(10);
        assertThat(client.received()).containsExactly(refusal(ReasonCode.SERVER_BUSY));
        answer(answer -> answer.succeed(null, null));

        assertThat(client.received()).isEmpty();
        assertThat(client.isClosed()).isTrue();
    }

    @Test
    void client_that_does_not_go_on_to_authenticate_again_is_disconnected_after_ten_seconds() {
        TestClient client = accepted(null);
        client.send(auth(ReasonCode.REAUTHENTICATE, "again"));
        answer(answer -> answer.challenge(null));

        broker.passSeconds(10);

        assertThat(client.received())
                .containsExactly(
                        auth(ReasonCode.CONTINUE_AUTHENTICATION, null),
                        Disconnect.because(ReasonCode.NOT_AUTHORIZED, null));
    }

    @Test
    void client_that_has_authenticated_is_not_timed() {
        TestClient client = accepted(null);
        client.send(auth(ReasonCode.REAUTHENTICATE, "again"));
        answer(answer -> answer.succeed(null, null));

        broker.passSeconds(60);

        assertThat(client.received()).containsExactly(auth(ReasonCode.SUCCESS, null));
        assertThat(client.isClosed()).isFalse();
    }

    @Test
    void only_the_first_answer_to_data_counts() {
        TestClient client = broker.open(CONNECT);
        AuthenticationMethod.Answer answer = method.unanswered.remove();

        answer.challenge(null);
        answer.succeed(null, null);
        answer.fail(ReasonCode.NOT_AUTHORIZED);
        broker.settle();

        assertThat(client.received()).containsExactly(auth(ReasonCode.CONTINUE_AUTHENTICATION, null));
    }

    @Test
    void rights_are_asked_for_whom_the_method_has_found() {
        accepted("found").send(qos0("t", "x"));

        assertThat(asked.usernames).containsExactly("found");
    }

    @Test
    void rights_are_asked_for_the_user_of_connect_when_the_method_names_nobody() {
        accepted(null).send(qos0("t", "x"));

        assertThat(asked.usernames).containsExactly("in-connect");
    }

    @Test
    void method_that_throws_lets_nobody_in() {
        method.broken = true;

        TestClient client = broker.open(CONNECT);

        assertThat(client.isClosed()).isTrue();
        assertThat(broker.count(Counter.BUGS)).isEqualTo(1);
        assertThat(broker.store().changeCount()).isZero();
    }

    @Test
    void method_that_throws_when_a_client_authenticates_again_costs_that_client() {
        TestClient client = accepted(null);
        method.broken = true;

        client.send(auth(ReasonCode.REAUTHENTICATE, "again"));

        assertThat(client.received()).containsExactly(Disconnect.because(ReasonCode.UNSPECIFIED_ERROR, null));
        assertThat(broker.count(Counter.BUGS)).isEqualTo(1);
    }

    /** Answers when the test says so. */
    private static final class Method implements Authenticator, AuthenticationMethod {
        private final ArrayDeque<Answer> unanswered = new ArrayDeque<>();
        private boolean broken;

        @Override
        public void authenticate(Credentials credentials, Reply answer) {
            throw new AssertionError("the method decides");
        }

        @Override
        public AuthenticationMethod method(String name) {
            return this;
        }

        @Override
        public Exchange begin(Credentials credentials) {
            return (data, answer) -> {
                if (broken) {
                    throw new IllegalStateException("injected: the method is broken");
                }
                unanswered.add(answer);
            };
        }
    }

    /** Allows everything, and remembers to whom. */
    private static final class Asked implements Authorizer {
        private final List<@Nullable String> usernames = new ArrayList<>();

        @Override
        public Verdict mayPublish(Client client, Topic topic, Qos qos, boolean retain, Consumer<Verdict> later) {
            usernames.add(client.username());
            return Verdict.ALLOWED;
        }

        @Override
        public Verdict maySubscribe(Client client, TopicFilter filter, Qos qos, Consumer<Verdict> later) {
            return Verdict.ALLOWED;
        }
    }
}
