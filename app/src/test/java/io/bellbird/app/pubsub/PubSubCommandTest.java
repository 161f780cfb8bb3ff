package io.bellbird.app.pubsub;

import static org.assertj.core.api.Assertions.assertThat;

import io.bellbird.broker.Broker;
import io.bellbird.broker.config.Configuration;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The commands in this process, at a broker in it. What they have in common with Mosquitto's is compared in e2e. */
@Timeout(60)
class PubSubCommandTest {
    @TempDir
    private Path home;

    private final Map<String, String> environment = new HashMap<>();
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();
    private Broker broker;

    @BeforeEach
    void start() throws Exception {
        environment.put("HOME", home.toString());
        broker = Broker.start(Configuration.defaults(OptionalInt.of(0)).broker());
    }

    @AfterEach
    void stop() {
        broker.close();
    }

    private int run(boolean asMosquitto, Tool tool, String input, String... words) {
        List<String> all = new ArrayList<>(List.of("-h", "127.0.0.1", "-p", Integer.toString(port())));
        all.addAll(List.of(words));
        ByteArrayInputStream in = new ByteArrayInputStream(input.getBytes(StandardCharsets.UTF_8));
        return new PubSubCommand(new Caller(tool, asMosquitto), environment, in, out, err).run(all);
    }

    private int port() {
        return broker.addresses().get(0).getPort();
    }

    private int pub(String... words) {
        return run(false, Tool.PUB, "one\n\ntwo", words);
    }

    private int sub(String... words) {
        return run(false, Tool.SUB, "", words);
    }

    private String printed() {
        return out.toString(StandardCharsets.UTF_8);
    }

    private String errors() {
        return err.toString(StandardCharsets.UTF_8);
    }

    @Test
    void each_line_of_the_input_is_a_message() {
        assertThat(sub("-c", "-i", "reader", "-q", "1", "-t", "lines", "-E")).isZero();
        assertThat(pub("-t", "lines", "-q", "1", "-l")).isZero();
        assertThat(sub("-c", "-i", "reader", "-q", "1", "-t", "lines", "-C", "3", "-v"))
                .isZero();
        assertThat(printed()).isEqualTo("lines one\nlines (null)\nlines two\n");
    }

    @Test
    void the_message_after_the_last_that_was_wanted_comes_in_the_next_run() {
        String[] reader = {"-c", "-i", "reader", "-q", "1", "-t", "queue", "-C", "1"};
        sub("-c", "-i", "reader", "-q", "1", "-t", "queue", "-E");
        pub("-t", "queue", "-q", "1", "-m", "first");
        pub("-t", "queue", "-q", "1", "-m", "second");
        sub(reader);
        sub(reader);
        assertThat(printed()).isEqualTo("first\nsecond\n");
    }

    @Test
    void options_of_the_file_of_defaults_come_first() throws Exception {
        Files.createDirectories(home.resolve(".config"));
        Files.writeString(home.resolve(".config/mosquitto_pub"), "# mine\n-t default\n-r\n-m two words\n");
        assertThat(pub("-q", "1")).isZero();
        assertThat(sub("-t", "default", "-C", "1", "-F", "%t: %p")).isZero();
        assertThat(printed()).isEqualTo("default: two words\n");
    }

    @Test
    void people_are_told_more_than_mosquitto_says() {
        assertThat(pub("-p", "1", "-t", "a", "-m", "b")).isEqualTo(Failure.ERROR);
        assertThat(errors().lines()).first().isEqualTo("Error: Connection refused");
        assertThat(errors()).contains("bellbird: ", "127.0.0.1:1", "does a broker run there?");
    }

    @Test
    void under_mosquittos_name_nothing_else_is_said() {
        assertThat(run(true, Tool.PUB, "", "-p", "1", "-t", "a", "-m", "b")).isEqualTo(Failure.ERROR);
        assertThat(errors()).isEqualTo("Error: Connection refused" + System.lineSeparator());
    }

    @Test
    void what_cannot_be_done_for_safety_is_refused() {
        for (List<String> words : List.of(
                List.of("--psk", "1234", "--psk-identity", "me"),
                List.of("--proxy", "socks5h://127.0.0.1"),
                List.of("--tls-engine", "pkcs11"),
                List.of("--cafile", "a", "--capath", "b"),
                List.of("--cafile", home.toString(), "--ciphers", "HIGH"))) {
            List<String> all = new ArrayList<>(List.of("-t", "a", "-m", "b"));
            all.addAll(words);
            err.reset();
            assertThat(pub(all.toArray(String[]::new))).as("%s", words).isEqualTo(Failure.ERROR);
            assertThat(errors()).as("%s", words).startsWith("Error: ");
        }
    }

    @Test
    void pretty_shows_topic_and_json_to_people() {
        pub("-t", "a", "-q", "1", "-r", "-m", "{\"b\":[1,2]}");
        assertThat(sub("-t", "a", "-C", "1", "--pretty")).isZero();
        assertThat(printed()).isEqualTo("a (retained)\n{\n\t\"b\":\t[1, 2]\n}\n");
    }

    @Test
    void colour_is_printed_when_asked_for_and_not_unwanted() {
        pub("-t", "a", "-q", "1", "-r", "-m", "\u001B[31mred");
        sub("-t", "a", "-C", "1", "-v", "--color");
        assertThat(printed()).startsWith("\u001B[1;36ma\u001B[0m").endsWith(" 1b 5b 33 31 6d 72 65 64\n");
        out.reset();
        environment.put("NO_COLOR", "1");
        sub("-t", "a", "-C", "1", "-v", "--color");
        assertThat(printed()).isEqualTo("a \u001B[31mred\n");
    }

    @Test
    void help_names_every_option_that_is_read() {
        assertThat(pub("--help")).isZero();
        for (Option option : Option.values()) {
            if (option.isFor(Tool.PUB)) {
                assertThat(printed()).contains(option.names);
            }
        }
    }

    @Test
    void a_request_is_answered_by_what_comes_at_the_response_topic() {
        pub("-t", "answer", "-q", "1", "-r", "-m", "42");
        assertThat(run(false, Tool.RR, "", "-t", "ask", "-e", "answer", "-m", "what", "-W", "20"))
                .isZero();
        assertThat(printed()).isEqualTo("42\n");
    }
}
