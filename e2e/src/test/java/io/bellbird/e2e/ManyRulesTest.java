package io.bellbird.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.bellbird.e2e.wire.Login;
import io.bellbird.e2e.wire.Mqtt;
import io.bellbird.e2e.wire.MqttConnection;
import io.bellbird.e2e.wire.Packet;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** An ACL file of 1,000 rules that chance has made, always in the same way, and what both brokers make of it. */
final class ManyRulesTest {
    private static final int SEED = 1_000;
    private static final int RULES = 1_000;
    private static final int USERS = 40;
    private static final int RULES_OF_A_USER = 20;
    private static final int PATTERNS = 100;
    private static final int QUESTIONS = 200;
    private static final int FAILED = 0x80;
    private static final String NOBODY = "";
    /** Publishes what others may read or not. */
    private static final String EDITOR = "editor";

    @RegisterExtension
    final Clients clients = new Clients();

    @TempDir
    private Path folder;

    private final Random random = new Random(SEED);
    private Path file;

    /** May this user do that? */
    private record Question(String user, String topic, boolean read) {}

    @BeforeEach
    void write() throws IOException {
        List<String> lines = new ArrayList<>(List.of("topic read done/nobody"));
        addRules(lines, RULES - 5 - PATTERNS - USERS * RULES_OF_A_USER);
        lines.add("pattern read done/%u");
        for (int i = 0; i < PATTERNS; i++) {
            String name = random.nextBoolean() ? "%u" : "%c";
            lines.add("pattern " + access() + " " + name + "/" + filter());
        }
        for (int user = 0; user < USERS; user++) {
            lines.add("user u" + user);
            addRules(lines, RULES_OF_A_USER);
        }
        lines.addAll(List.of("user " + EDITOR, "topic write #"));
        lines.addAll(List.of("user reporter", "topic write news/+/today", "user reader", "topic read news/#"));
        file = Files.write(folder.resolve("many.acl"), lines);
        assertThat(lines.stream().filter(line -> !line.startsWith("user "))).hasSize(RULES);
    }

    private void addRules(List<String> lines, int count) {
        for (int i = 0; i < count; i++) {
            lines.add("topic " + access() + " " + filter());
        }
    }

    private String access() {
        return List.of("read", "write", "readwrite", "deny").get(random.nextInt(4));
    }

    /** Two or three levels, of which some are wildcards. */
    private String filter() {
        String third = random.nextInt(3) == 0 ? "#" : random.nextInt(5) == 0 ? "+" : level();
        return (random.nextInt(5) == 0 ? "+" : level()) + "/" + level() + "/" + third;
    }

    private String topic(String user) {
        String first = random.nextInt(3) == 0 && !user.equals(NOBODY) ? name(user) + "/" + level() : level();
        return first + "/" + level() + "/" + level();
    }

    /** The name that a pattern may have: that of the user, or the client id. */
    private String name(String user) {
        return random.nextBoolean() ? user : "client-" + user;
    }

    private String level() {
        return List.of("barn", "field", "house", "mill").get(random.nextInt(4));
    }

    private List<Question> questions() {
        List<Question> questions = new ArrayList<>();
        for (int i = 0; i < QUESTIONS; i++) {
            int user = random.nextInt(USERS + 1);
            String name = user == USERS ? NOBODY : "u" + user;
            questions.add(new Question(name, topic(name), random.nextBoolean()));
        }
        return questions;
    }

    @Test
    void a_thousand_rules_allow_the_same_as_with_mosquitto() throws IOException {
        List<Question> questions = questions();
        Map<Question, Boolean> mosquitto;
        try (MosquittoProcess broker =
                new MosquittoProcess(folder, List.of("allow_anonymous true", "acl_file " + file))) {
            mosquitto = answers(questions, broker.port());
        }

        try (BrokerProcess broker = start()) {
            assertThat(answers(questions, broker.port())).isEqualTo(mosquitto);
        }
        for (boolean read : List.of(true, false)) {
            assertThat(mosquitto.entrySet().stream()
                            .filter(answer -> answer.getKey().read() == read && answer.getValue()))
                    .as("allowed, read: %s", read)
                    .hasSizeBetween(20, 80);
        }
    }

    @Test
    void mosquitto_pub_and_mosquitto_sub_work_with_a_thousand_rules() {
        try (BrokerProcess broker = start()) {
            ClientProcess reader =
                    clients.mosquitto("mosquitto_sub", broker, "-d", "-v", "-u", "reader", "-t", "#", "-C", "1");
            reader.awaitLine("Subscribed (mid: 1)");
            for (String topic : List.of("news/farm/old", "barn/news/today", "news/farm/today")) {
                clients.mosquitto("mosquitto_pub", broker, "-u", "reporter", "-q", "1", "-t", topic, "-m", "rain")
                        .awaitSuccess();
            }
            assertThat(reader.awaitSuccess())
                    .filteredOn(line -> line.endsWith(" rain"))
                    .containsExactly("news/farm/today rain");
            broker.awaitLog("user=reporter may not publish");
        }
    }

    private BrokerProcess start() {
        return BrokerProcess.start(
                new BrokerSetup(2, folder.resolve("data"), List.of("acl_file " + file), List.of(), Map.of()));
    }

    private static Map<Question, Boolean> answers(List<Question> questions, int port) throws IOException {
        Map<String, MqttConnection> connections = new LinkedHashMap<>();
        Map<Question, Boolean> answers = new LinkedHashMap<>();
        try (MqttConnection editor = connection(EDITOR, port)) {
            for (Question question : questions) {
                if (!connections.containsKey(question.user())) {
                    connections.put(question.user(), reader(question.user(), port));
                }
                MqttConnection asked = connections.get(question.user());
                answers.put(
                        question,
                        question.read()
                                ? arrives(question, editor, asked)
                                : publish(asked, question.topic(), "written") < FAILED);
            }
        } finally {
            for (MqttConnection connection : connections.values()) {
                connection.close();
            }
        }
        return answers;
    }

    private static MqttConnection connection(String user, int port) throws IOException {
        MqttConnection connection = new MqttConnection(Mqtt.V5, port);
        Login login = Login.passing("client-" + user);
        connection.login(user.equals(NOBODY) ? login : login.as(new Login.User(user, "")));
        return connection;
    }

    /** A connection that gets all that its user may read. */
    private static MqttConnection reader(String user, int port) throws IOException {
        MqttConnection connection = connection(user, port);
        connection.subscribe(1, "#", 0);
        assertThat(connection.receive()).isEqualTo(new Packet.SubAck(1, 0));
        return connection;
    }

    /** Whether a message of the editor comes before the next that surely does. */
    private static boolean arrives(Question question, MqttConnection editor, MqttConnection reader) throws IOException {
        String done = "done/" + (question.user().equals(NOBODY) ? "nobody" : question.user());
        publish(editor, question.topic(), "edited");
        publish(editor, done, question.toString());
        boolean seen = false;
        while (true) {
            Packet.Publish publish = (Packet.Publish) reader.receive();
            if (publish.payload().equals(question.toString())) {
                return seen;
            }
            seen |= publish.topic().equals(question.topic())
                    && publish.payload().equals("edited");
        }
    }

    /** The reason code that a message of QoS 1 gets, after others that came meanwhile. */
    private static int publish(MqttConnection connection, String topic, String payload) throws IOException {
        connection.publish(topic, 1, 1, false, false, payload);
        while (true) {
            if (connection.receive() instanceof Packet.Ack ack) {
                return ack.reason();
            }
        }
    }
}
