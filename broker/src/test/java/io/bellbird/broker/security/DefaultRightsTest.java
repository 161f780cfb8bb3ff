package io.bellbird.broker.security;

import static org.assertj.core.api.Assertions.assertThat;

import io.bellbird.broker.config.ListenerConfig;
import io.bellbird.broker.routing.TopicFilter;
import io.bellbird.broker.security.Authenticator.Credentials;
import io.bellbird.broker.security.Authorizer.Verdict;
import io.bellbird.codec.Bytes;
import io.bellbird.codec.Qos;
import io.bellbird.codec.ReasonCode;
import io.bellbird.codec.Topic;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class DefaultRightsTest {
    private static List<ReasonCode> answers(Authenticator authenticator, boolean anonymousAllowed) {
        List<ReasonCode> answers = new ArrayList<>();
        authenticator.authenticate(
                new Credentials("client", null, null, false, "192.0.2.1:1", ListenerConfig.local(1), anonymousAllowed),
                (reason, why) -> answers.add(reason));
        authenticator.authenticate(
                new Credentials(
                        "client",
                        "ann",
                        Bytes.utf8("x"),
                        false,
                        "192.0.2.1:1",
                        ListenerConfig.local(1),
                        anonymousAllowed),
                (reason, why) -> answers.add(reason));
        return answers;
    }

    @Test
    void without_users_everybody_may_connect_where_anonymous_clients_are_allowed_and_nobody_elsewhere() {
        assertThat(answers(Authenticator.WITHOUT_USERS, true)).containsExactly(ReasonCode.SUCCESS, ReasonCode.SUCCESS);
        assertThat(answers(Authenticator.WITHOUT_USERS, false))
                .containsExactly(ReasonCode.NOT_AUTHORIZED, ReasonCode.NOT_AUTHORIZED);
    }

    @Test
    void everybody_means_everybody() {
        assertThat(answers(Authenticator.EVERYBODY, false)).containsExactly(ReasonCode.SUCCESS, ReasonCode.SUCCESS);
    }

    @Test
    void everything_is_allowed_at_once() {
        Client client = new Client("client", null, "192.0.2.1:1", null);
        List<Verdict> later = new ArrayList<>();

        assertThat(Authorizer.EVERYTHING.mayPublish(client, Topic.of("t"), Qos.EXACTLY_ONCE, true, later::add))
                .isEqualTo(Verdict.ALLOWED);
        assertThat(Authorizer.EVERYTHING.maySubscribe(client, TopicFilter.parse("#"), Qos.EXACTLY_ONCE, later::add))
                .isEqualTo(Verdict.ALLOWED);
        assertThat(later).isEmpty();
    }

    @Test
    void a_password_does_not_show_in_a_log() {
        assertThat(new Credentials(
                                "client",
                                "ann",
                                Bytes.utf8("secret"),
                                false,
                                "192.0.2.1:1",
                                ListenerConfig.local(1),
                                true)
                        .toString())
                .doesNotContain("secret");
    }
}
