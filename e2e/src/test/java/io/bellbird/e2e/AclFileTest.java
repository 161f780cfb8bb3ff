package io.bellbird.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The same ACL file and the same commands show the same messages as with a real Mosquitto. */
final class AclFileTest {
    private static final List<String> RULES = List.of(
            "# what anonymous clients may",
            "topic readwrite news/#",
            "topic deny news/secret/#",
            "topic read news/secret/leak",
            "topic write drop/+",
            "topic read my news/today",
            "",
            "user ann",
            "topic farm/#",
            "topic deny farm/safe/#",
            "topic read farm/safe/door",
            "topic write news/ann",
            "topic secret/ann",
            "user bob",
            "topic read farm/+/temperature",
            "topic write my news/today",
            "",
            "pattern readwrite done/#",
            "pattern write devices/%c/#",
            "pattern read orders/%c/+",
            "pattern read users/%u/#",
            "pattern write users/+/%c",
            "pattern deny secret/#",
            "pattern readwrite secret/#",
            "user ann",
            "topic write orders/#",
            "topic read devices/#",
            "topic retained/ann");

    /** User (or - for none), client id and topic of each message. */
    private static final List<List<String>> MESSAGES = Stream.of(
                    "- pump news/x",
                    "- pump news/secret/x",
                    "- pump news/secret/leak",
                    "- pump drop/x",
                    "- pump drop/x/y",
                    "- pump farm/x",
                    "- pump devices/pump/t",
                    "- pump devices/other/t",
                    "- pump users/bob/pump",
                    "- pump secret/x",
                    "ann a1 farm/barn/temperature",
                    "ann a1 farm/safe/door",
                    "ann a1 farm",
                    "ann a1 news/ann",
                    "ann a1 news/x",
                    "ann a1 secret/ann",
                    "ann a1 secret/x",
                    "ann a1 orders/viewer/1",
                    "ann a1 orders/b3/1",
                    "ann a1 orders/b3/1/2",
                    "bob b1 farm/barn/temperature",
                    "bob b1 my_news/today",
                    "bob b1 users/ann/b1",
                    "eve e1 farm/x",
                    "eve e1 devices/e1/x")
            .map(line -> Stream.of(line.split(" "))
                    .map(word -> word.replace('_', ' '))
                    .toList())
            .toList();

    /** User, client id and filter of each subscriber. */
    private static final List<String> WATCHING = List.of(
            "- viewer #", "- second news/#", "ann a2 #", "ann a3 farm/safe/#", "bob b3 #", "bob b2 +/+/+", "eve e2 #");

    @TempDir
    private Path folder;

    private final List<ClientProcess> subscribers = new ArrayList<>();

    @AfterEach
    void end_subscribers() {
        subscribers.forEach(ClientProcess::close);
    }

    @Test
    void who_sees_what_is_the_same_as_with_mosquitto() throws IOException {
        Path rules = Files.write(folder.resolve("farm.acl"), RULES);
        Map<String, List<String>> mosquitto = withMosquitto(rules);

        BrokerSetup setup = BrokerSetup.keeping(folder.resolve("data"));
        BrokerSetup withRules = new BrokerSetup(
                setup.shards(), setup.data(), List.of("acl_file " + rules), List.of(), setup.environment());
        Map<String, List<String>> bellbird;
        try (BrokerProcess broker = BrokerProcess.start(withRules)) {
            bellbird = run(broker.port());
        }

        assertThat(bellbird).isEqualTo(mosquitto);
        assertThat(bellbird.get("ann a2 #")).contains("farm/barn/temperature 10", "devices/pump/t 6");
        assertThat(bellbird.get("- viewer #")).contains("news/x 0", "orders/viewer/1 17");
    }

    private Map<String, List<String>> withMosquitto(Path rules) throws IOException {
        List<String> lines = List.of("allow_anonymous true", "acl_file " + rules);
        try (MosquittoProcess broker = new MosquittoProcess(folder, lines)) {
            return run(broker.port());
        }
    }

    /** What each subscriber saw, by its name. */
    private Map<String, List<String>> run(int port) {
        publish(port, "ann", "a1", "retained/ann", "kept", "-r");
        Map<String, ClientProcess> watching = new TreeMap<>();
        for (String who : WATCHING) {
            watching.put(who, subscribe(port, who.split(" ")));
        }
        for (int i = 0; i < MESSAGES.size(); i++) {
            List<String> message = MESSAGES.get(i);
            publish(port, message.get(0), message.get(1), message.get(2), Integer.toString(i));
        }
        publish(port, "ann", "last", "done/all", "done");
        Map<String, List<String>> seen = new TreeMap<>();
        watching.forEach((who, subscriber) -> {
            subscriber.awaitLine("done/all done");
            seen.put(
                    who,
                    subscriber.output().stream()
                            .filter(line -> line.matches("\\S.*/.* (\\d+|kept)"))
                            .toList());
            subscriber.terminate();
        });
        return seen;
    }

    private ClientProcess subscribe(int port, String... who) {
        List<String> command = command("mosquitto_sub", port, who[0], who[1]);
        command.addAll(List.of("-d", "-v", "-t", who[2], "-t", "done/#"));
        ClientProcess subscriber = new ClientProcess(folder, command);
        subscribers.add(subscriber);
        subscriber.awaitLine("Subscribed (mid: 1)");
        return subscriber;
    }

    private void publish(int port, String user, String clientId, String topic, String payload, String... options) {
        List<String> command = command("mosquitto_pub", port, user, clientId);
        command.addAll(List.of("-q", "1", "-t", topic, "-m", payload));
        command.addAll(List.of(options));
        try (ClientProcess publisher = new ClientProcess(folder, command)) {
            publisher.awaitSuccess();
        }
    }

    private static List<String> command(String tool, int port, String user, String clientId) {
        List<String> command = new ArrayList<>(
                List.of("stdbuf", "-oL", tool, "-h", "127.0.0.1", "-p", Integer.toString(port), "-i", clientId));
        if (!user.equals("-")) {
            command.addAll(List.of("-u", user));
        }
        return command;
    }
}
