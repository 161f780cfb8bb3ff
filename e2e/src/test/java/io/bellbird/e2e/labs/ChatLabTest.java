package io.bellbird.e2e.labs;

import static org.assertj.core.api.Assertions.assertThat;

import io.bellbird.e2e.BrokerProcess;
import io.bellbird.e2e.ClientProcess;
import io.bellbird.e2e.Clients;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The lab chat. */
final class ChatLabTest {
    @RegisterExtension
    final Clients clients = new Clients();

    private static BrokerProcess broker;

    @BeforeAll
    static void start() {
        broker = BrokerProcess.start(2);
    }

    @AfterAll
    static void stop() {
        broker.close();
    }

    @Test
    void people_in_terminals_and_browsers_talk_and_see_who_is_here() {
        try (Browser browser = new Browser()) {
            // given
            ClientProcess ann = clients.lab(broker, "chat.Chat", "ann");
            ann.awaitLine("welcome ann");
            ann.type("is anybody here?");
            clients.mosquitto("mosquitto_sub", broker, "-t", "lab/chat/said/ann", "-C", "1")
                    .awaitSuccess();
            ClientProcess bob = clients.lab(broker, "chat.Chat", "bob");
            bob.awaitLine("(before) ann: is anybody here?");
            ann.awaitLine("* bob is here");
            browser.open("chat/page.html");
            browser.fill("#name", "eve");
            // when
            browser.connect(broker);
            // then
            browser.see("#lines", "* ann is here");
            browser.see("#lines", "* bob is here");
            browser.see("#lines", "(before) ann: is anybody here?");
            bob.awaitLine("* eve is here");

            // when
            browser.fill("#text", "I am, in a browser");
            browser.click("#say button");
            ann.awaitLine("eve: I am, in a browser");
            bob.awaitLine("eve: I am, in a browser");
            bob.type("and I in a terminal");
            // then
            browser.see("#lines", "bob: and I in a terminal");
            ann.awaitLine("bob: and I in a terminal");

            // when
            ann.endInput();
            ann.awaitSuccess();
            browser.see("#lines", "* ann is gone");
            browser.closePage();
            // then
            bob.awaitLine("* ann is gone");
            bob.awaitLine("* eve is gone");
            assertThat(bob.output()).doesNotContain("bob: and I in a terminal");
        }
    }

    @Test
    void a_name_can_be_taken_by_who_comes_later() {
        // given
        ClientProcess first = clients.lab(broker, "chat.Chat", "joe");
        first.awaitLine("welcome joe");
        // when
        ClientProcess second = clients.lab(broker, "chat.Chat", "joe");
        // then
        second.awaitLine("welcome joe");
        first.awaitLine("* good-bye, somebody else came with the name joe");
        assertThat(first.awaitExit()).isEqualTo(1);
    }

    @Test
    void a_name_that_is_no_part_of_a_topic_is_refused() {
        ClientProcess chat = clients.lab(broker, "chat.Chat", "a/b");

        assertThat(chat.awaitExit()).isEqualTo(2);

        assertThat(chat.output()).contains("usage: examples/run chat.Chat NAME, with a name of letters and digits");
    }
}
