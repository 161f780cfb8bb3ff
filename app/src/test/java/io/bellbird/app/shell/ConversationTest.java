package io.bellbird.app.shell;

import static org.assertj.core.api.Assertions.assertThat;

import io.bellbird.broker.Broker;
import io.bellbird.broker.config.BrokerConfig;
import io.bellbird.client.ClientOptions;
import java.io.BufferedReader;
import java.io.PrintWriter;
import java.io.StringReader;
import java.io.StringWriter;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Scripts at a real broker. */
class ConversationTest {
    private final StringWriter out = new StringWriter();
    private Broker broker;
    private Conversation conversation;

    @BeforeEach
    void begin() throws Exception {
        broker = Broker.start(BrokerConfig.ephemeral());
        conversation = new Conversation(to -> ClientOptions.builder(to.isEmpty() ? address() : to));
    }

    @AfterEach
    void end() {
        conversation.close();
        broker.close();
    }

    private String address() {
        return "mqtt://127.0.0.1:" + broker.port();
    }

    private List<String> say(String... lines) throws InterruptedException {
        out.getBuffer().setLength(0);
        conversation.hold(
                new PlainScreen(new BufferedReader(new StringReader(String.join("\n", lines))), new PrintWriter(out)));
        return out.toString().lines().toList();
    }

    @Test
    void what_is_published_comes_to_who_has_subscribed() throws Exception {
        assertThat(say("connect", "sub home/#", "pub -q 1 home/lamp {\"on\": true}", "wait 1"))
                .hasSize(2)
                .first()
                .asString()
                .startsWith("connected to " + address());
        assertThat(say("get home/lamp")).containsExactly("{\"on\": true}");
        assertThat(conversation.hasFailed()).isFalse();
    }

    @Test
    void a_retained_message_waits_and_quiet_prints_nothing() throws Exception {
        say("connect", "pub -r -q 1 home/door shut");

        assertThat(say("quiet", "sub home/#", "wait 1")).isEmpty();
        assertThat(say("ls")).containsExactly("home", "  door  (1)  shut");
    }

    @Test
    void after_unsub_nothing_comes() throws Exception {
        say("connect", "sub a", "sub b", "unsub a", "pub -q 1 a x", "pub -q 1 b x", "wait 1");

        assertThat(say("ls")).containsExactly("b  (1)  x");
        assertThat(conversation.completions("unsub ")).containsExactly("b");
    }

    @Test
    void a_line_that_fails_says_why_and_the_next_one_is_done() throws Exception {
        assertThat(say("sub a", "conect", "get a", "pub -q 3 a", "help"))
                .startsWith(
                        "error: not connected: connect BROKER",
                        "error: there is no 'conect': help lists what there is",
                        "error: nothing has come on 'a' yet",
                        "error: -q is followed by 0, 1 or 2, not '3'")
                .hasSize(4 + 11);
        assertThat(conversation.hasFailed()).isTrue();
    }

    @Test
    void a_broker_that_is_not_there_is_an_error() throws Exception {
        assertThat(say("connect mqtt://127.0.0.1:1")).singleElement().asString().startsWith("error: ");
        assertThat(conversation.prompt()).isEqualTo("bellbird> ");
    }

    @Test
    void nothing_is_done_behind_exit() throws Exception {
        assertThat(say("exit", "help")).isEmpty();
    }

    @Test
    void commands_and_seen_topics_are_completed() throws Exception {
        say("connect", "sub #", "pub -q 1 home/kitchen/lamp on", "pub -q 1 home/bell ding", "wait 2");

        assertThat(conversation.completions("w")).containsExactly("watch", "wait");
        assertThat(conversation.completions("get ho")).containsExactly("home/");
        assertThat(conversation.completions("pub -q 1 home/")).containsExactly("home/bell", "home/kitchen/");
        assertThat(conversation.completions("wait ")).isEmpty();
    }
}
