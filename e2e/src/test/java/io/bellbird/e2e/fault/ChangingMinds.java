package io.bellbird.e2e.fault;

import io.bellbird.client.Backoff;
import io.bellbird.client.ClientOptions;
import io.bellbird.client.MqttClient;
import io.bellbird.codec.MqttVersion;
import io.bellbird.e2e.RealBroker;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;

/**
 * A client that subscribes and unsubscribes again and again over a network that fails at random: in the end it gets what it
 * is subscribed to, in each callback that is left, and nothing else.
 */
final class ChangingMinds {
    private static final int CHANGES = 400;
    private static final int FILTERS = 8;
    /** Answers are short. */
    private static final int BYTES_PART = 10;

    private static final int PATIENCE_SECONDS = 120;

    private final RealBroker broker;
    private final MqttVersion version;
    private final RandomFaults faults;
    /** Which subscriptions have got what they wanted. */
    private final Set<Integer> received = ConcurrentHashMap.newKeySet();

    ChangingMinds(RealBroker broker, MqttVersion version, RandomFaults faults) {
        this.broker = broker;
        this.version = version;
        this.faults =
                new RandomFaults(faults.seed(), faults.links(), faults.bytesMax() / BYTES_PART, faults.swallowing());
    }

    /**
     * Runs once.
     *
     * @return what happened, in one line
     * @throws AssertionError when the client gets too much or too little
     */
    String run() {
        try (FaultProxy network = new FaultProxy(broker.port(), faults);
                MqttClient client = ClientOptions.builder(network.uri())
                        .version(version)
                        .retryFirstConnect(true)
                        .keepAlive(Duration.ofSeconds(1))
                        .connectTimeout(Duration.ofSeconds(2))
                        .backoff(new Backoff(Duration.ofMillis(2), Duration.ofMillis(20)))
                        .build()) {
            client.connect();
            Set<Integer> wanted = change(client);
            CompletableFuture<Void> end = new CompletableFuture<>();
            Await.result(client.subscribe(topic("end"), message -> end.complete(null)), "the last subscription");
            for (int number = 0; number < FILTERS; number++) {
                client.publish(topic(number), topic(number));
            }
            client.publish(topic("end"), "");
            Await.result(end, "the last message");
            awaitReceived(wanted);
            return this + ": " + network.accepted() + " links";
        } catch (AssertionError failure) {
            throw new AssertionError(this + ": " + failure.getMessage(), failure);
        }
    }

    private void awaitReceived(Set<Integer> wanted) {
        try {
            Await.until(() -> received.equals(wanted), "all messages");
        } catch (AssertionError e) {
            throw new AssertionError("subscriptions " + wanted + " are left, and messages came for " + received, e);
        }
    }

    /** Changes its mind, and returns which subscriptions are left. */
    private Set<Integer> change(MqttClient client) {
        Map<String, Set<Integer>> wanted = new HashMap<>();
        List<CompletableFuture<?>> answers = new ArrayList<>();
        Random random = new Random(faults.seed());
        for (int i = 0; i < CHANGES; i++) {
            String topic = topic(random.nextInt(FILTERS));
            int subscription = i;
            if (random.nextBoolean()) {
                wanted.computeIfAbsent(topic, none -> new TreeSet<>()).add(subscription);
                answers.add(client.subscribe(topic, message -> received.add(subscription)));
            } else {
                wanted.remove(topic);
                answers.add(client.unsubscribe(topic));
            }
            if (random.nextInt(FILTERS) == 0) {
                Await.result(
                        CompletableFuture.allOf(answers.stream()
                                .map(answer -> answer.handle((granted, givenUpMeanwhile) -> true))
                                .toArray(CompletableFuture[]::new)),
                        "the answers",
                        PATIENCE_SECONDS);
                answers.clear();
            }
        }
        return wanted.values().stream().flatMap(Set::stream).collect(Collectors.toSet());
    }

    private String topic(Object what) {
        return "minds/" + version + "/" + faults.seed() + "/" + what;
    }

    /** What is tried. */
    @Override
    public String toString() {
        return "seed " + faults.seed() + ", " + broker + ", " + version + ", subscriptions";
    }
}
