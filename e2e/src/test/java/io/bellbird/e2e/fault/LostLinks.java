package io.bellbird.e2e.fault;

import io.bellbird.client.Backoff;
import io.bellbird.client.ClientOptions;
import io.bellbird.client.MqttClient;
import io.bellbird.client.PublishOptions;
import io.bellbird.client.Published;
import io.bellbird.client.QueueOptions;
import io.bellbird.client.SubscribeOptions;
import io.bellbird.codec.MqttVersion;
import io.bellbird.codec.Qos;
import io.bellbird.e2e.Folders;
import io.bellbird.e2e.MosquittoProcess;
import io.bellbird.e2e.RealBroker;
import io.bellbird.e2e.crash.CrashRounds;
import io.bellbird.e2e.fault.Fault.Kind;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;

/**
 * Numbered messages from one client to another, both over a network that fails at random: none may be missing, all come in
 * order, those of QoS 2 once. As a command: {@code LostLinks [ROUNDS [SEED]]}.
 */
final class LostLinks {
    static final int MESSAGES = 2_000;

    /** Small, so that acknowledgements of messages are lost, and not only messages. */
    static final int INFLIGHT_MAX = 100;

    private static final int LINKS_WITH_FAULTS = 40;
    private static final int FAULT_BYTES_MAX = 5_000;
    private static final int PADDING_MAX = 150;
    private static final int KEEP_ALIVE_SECONDS = 1;
    private static final int PATIENCE_SECONDS = 120;
    private static final Backoff BACKOFF = new Backoff(Duration.ofMillis(2), Duration.ofMillis(20));

    private final RealBroker broker;
    private final MqttVersion version;
    private final Qos qos;
    private final boolean onDisk;
    private final RandomFaults faults;

    /** @param onDisk both clients have a queue on disk */
    LostLinks(RealBroker broker, MqttVersion version, Qos qos, boolean onDisk, RandomFaults faults) {
        this.broker = broker;
        this.version = version;
        this.qos = qos;
        this.onDisk = onDisk;
        this.faults = faults;
    }

    /**
     * Runs once.
     *
     * @return what happened, in one line
     * @throws AssertionError when a message is missing, comes out of order or too often
     */
    String run() {
        String topic = "numbers/" + version + "/" + qos + "/" + faults.seed();
        Numbers numbers = new Numbers();
        Path folder = CrashRounds.newFolder();
        RandomFaults others = new RandomFaults(~faults.seed(), faults.links(), faults.bytesMax(), faults.swallowing());
        try (FaultProxy here = new FaultProxy(broker.port(), faults);
                FaultProxy there = new FaultProxy(broker.port(), others);
                MqttClient subscriber = client(there, topic + "/subscriber", folder.resolve("subscriber"));
                MqttClient publisher = client(here, topic + "/publisher", folder.resolve("publisher"))) {
            subscriber.connect();
            Await.result(
                    subscriber.subscribe(topic, SubscribeOptions.of(qos), numbers::add),
                    "the subscription",
                    PATIENCE_SECONDS);
            publisher.connect();
            publish(publisher, topic);
            awaitLast(numbers);
            numbers.check(MESSAGES, qos == Qos.EXACTLY_ONCE && !sendsReleasedAgain());
            return this + ": " + described(here, there) + ", " + numbers.again() + " came again";
        } catch (AssertionError failure) {
            throw new AssertionError(this + ": " + failure.getMessage(), failure);
        } finally {
            Folders.delete(folder);
        }
    }

    /** What is tried. */
    @Override
    public String toString() {
        return "seed " + faults.seed() + ", " + broker + ", " + version + ", QoS " + qos.level()
                + (onDisk ? ", on disk" : "");
    }

    /** Mosquitto 2.0.11 forgets that it sent PUBREL when two links in a row break before PUBCOMP, and sends PUBLISH again. */
    private boolean sendsReleasedAgain() {
        return broker instanceof MosquittoProcess;
    }

    private MqttClient client(FaultProxy network, String id, Path folder) {
        return ClientOptions.builder(network.uri())
                .clientId(id)
                .version(version)
                .cleanStart(version.hasProperties()) // in MQTT 3 only a session that was there before is kept
                .retryFirstConnect(true)
                .keepAlive(Duration.ofSeconds(KEEP_ALIVE_SECONDS))
                .connectTimeout(Duration.ofSeconds(2))
                .inflightMax(INFLIGHT_MAX)
                .backoff(BACKOFF)
                .queue(onDisk ? QueueOptions.DEFAULT.onDisk(folder) : QueueOptions.DEFAULT)
                .build();
    }

    private void publish(MqttClient publisher, String topic) {
        List<CompletableFuture<Published>> futures = new ArrayList<>();
        for (int number = 1; number <= MESSAGES; number++) {
            futures.add(publisher.publish(topic, text(number), PublishOptions.of(qos)));
        }
        Await.result(
                CompletableFuture.allOf(futures.toArray(CompletableFuture[]::new)),
                "the futures of all messages",
                PATIENCE_SECONDS);
    }

    /** The number, in packets of different lengths. */
    private static String text(int number) {
        return number + " ".repeat(number * 31 % PADDING_MAX);
    }

    private static void awaitLast(Numbers numbers) {
        try {
            Await.until(() -> numbers.different() >= MESSAGES, "the last message");
        } catch (AssertionError missing) {
            numbers.check(MESSAGES, false); // says which
            throw missing;
        }
    }

    private static String described(FaultProxy here, FaultProxy there) {
        StringBuilder text = new StringBuilder();
        for (Kind kind : Kind.values()) {
            text.append(here.happened(kind) + there.happened(kind))
                    .append(' ')
                    .append(kind)
                    .append(' ');
        }
        return text.append("in ")
                .append(here.accepted() + there.accepted())
                .append(" links")
                .toString();
    }

    /** Runs the rounds, each at all makes of brokers with both versions and both QoS. */
    public static void main(String[] arguments) {
        int rounds = arguments.length > 0 ? Integer.parseInt(arguments[0]) : 20;
        long seed = arguments.length > 1 ? Long.parseLong(arguments[1]) : new Random().nextInt(1_000_000);
        int failed = 0;
        for (Make make : Make.values()) {
            try (RealBroker broker = make.start()) {
                for (int round = 0; round < rounds; round++) {
                    failed += round(broker, seed + round);
                }
            }
        }
        System.out.println(failed == 0 ? "all passed" : "FAILED: " + failed);
        System.exit(failed == 0 ? 0 : 1);
    }

    private static int round(RealBroker broker, long seed) {
        int failed = 0;
        for (MqttVersion version : List.of(MqttVersion.V5, MqttVersion.V3_1_1)) {
            RandomFaults faults = new RandomFaults(seed, LINKS_WITH_FAULTS, FAULT_BYTES_MAX, true);
            for (Qos qos : List.of(Qos.AT_LEAST_ONCE, Qos.EXACTLY_ONCE)) {
                failed += failures(new LostLinks(broker, version, qos, seed % 2 == 0, faults)::run);
            }
            failed += failures(new ChangingMinds(broker, version, faults)::run);
        }
        return failed;
    }

    private static int failures(Supplier<String> run) {
        try {
            System.out.println(run.get());
            return 0;
        } catch (AssertionError e) {
            System.out.println("FAILED: " + e.getMessage());
            return 1;
        }
    }
}
