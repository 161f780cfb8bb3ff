package io.bellbird.store.rocksdb;

import com.sun.management.OperatingSystemMXBean;
import io.bellbird.broker.routing.Publication;
import io.bellbird.broker.store.Durability;
import io.bellbird.broker.store.Numbers;
import io.bellbird.broker.store.SessionRecord;
import io.bellbird.broker.store.StoreBatch;
import io.bellbird.broker.store.StoredMessage;
import io.bellbird.codec.Bytes;
import io.bellbird.codec.PublishProperties;
import io.bellbird.codec.Qos;
import io.bellbird.codec.SubscriptionIdentifiers;
import io.bellbird.codec.Topic;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Measures the store alone: messages a second into queues, and out of them again. Arguments: the folder, messages,
 * queues, payload bytes, receivers of each message, class of durability.
 */
public final class StoreBenchmark {
    private static final int BATCH = 64;
    /** Batches on their way, as the limits of the broker would allow. */
    private static final int BATCHES_MAX = 64;

    private static final long WINDOW_BYTES = 64 << 10;

    private final RocksStore store;
    private final int messages;
    private final int queues;
    private final int fanOut;
    private final Durability durability;
    private final Bytes payload;
    private final Topic[] topics;

    private StoreBenchmark(RocksStore store, String[] args) {
        this.store = store;
        this.messages = Integer.parseInt(args[1]);
        this.queues = Integer.parseInt(args[2]);
        this.payload = Bytes.wrap(new byte[Integer.parseInt(args[3])]);
        this.fanOut = Integer.parseInt(args[4]);
        this.durability = Durability.valueOf(args[5].toUpperCase(Locale.ROOT));
        this.topics = new Topic[queues];
        for (int i = 0; i < queues; i++) {
            topics[i] = Topic.of("plant/device" + i + "/temperature");
        }
    }

    public static void main(String[] args) throws IOException, InterruptedException {
        Path folder = Path.of(args[0]);
        Files.createDirectories(folder);
        Map<Topic, Publication> retained = new ConcurrentHashMap<>();
        RocksStoreConfig config = new RocksStoreConfig(
                folder,
                InstantSource.system(),
                System::nanoTime,
                retained::get,
                RocksStoreConfig.defaultCacheBytes(),
                0);
        long begun = System.nanoTime();
        try (RocksStore store = RocksStore.open(config)) {
            Found found = new Found();
            store.recover(found);
            System.out.printf("opened in %d ms%n", (System.nanoTime() - begun) / 1_000_000);
            found.counts();
            System.out.printf("counted after %d ms%n", (System.nanoTime() - begun) / 1_000_000);
            StoreBenchmark benchmark = new StoreBenchmark(store, args);
            benchmark.measure("enqueue", benchmark::enqueue);
            benchmark.measure("drain", benchmark::drain);
            benchmark.measure("both", benchmark::both);
            System.out.println(store.figures().toString());
        }
    }

    private interface Step {
        void run() throws InterruptedException;
    }

    private void measure(String name, Step step) throws InterruptedException {
        OperatingSystemMXBean system = ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class);
        long cpu = system.getProcessCpuTime();
        long begun = System.nanoTime();
        step.run();
        double seconds = (System.nanoTime() - begun) / 1e9;
        double cpuMicros = (system.getProcessCpuTime() - cpu) / 1e3;
        System.out.printf(
                "%s: %,.0f/s, %.2f us CPU each, RSS %s%n", name, messages / seconds, cpuMicros / messages, rss());
    }

    private static String rss() {
        try {
            return Files.readAllLines(Path.of("/proc/self/status")).stream()
                    .filter(line -> line.startsWith("VmRSS"))
                    .findFirst()
                    .orElse("unknown");
        } catch (IOException e) {
            return "unknown";
        }
    }

    private Publication publication(int queue) {
        return new Publication(
                topics[queue], Qos.AT_LEAST_ONCE, false, payload, PublishProperties.NONE, "publisher", 0);
    }

    private void enqueue() throws InterruptedException {
        StoreBatch sessions = store.newBatch();
        for (int i = 1; i <= queues; i++) {
            sessions.putSession(new SessionRecord(i, "client" + i, 3600, false));
        }
        store.commit(sessions, durability, () -> {});
        enqueue(false);
    }

    private void both() throws InterruptedException {
        enqueue(true);
    }

    private void enqueue(boolean dequeueAtOnce) throws InterruptedException {
        Semaphore free = new Semaphore(BATCHES_MAX);
        StoreBatch batch = store.newBatch();
        for (int number = 0; number < messages / fanOut; number++) {
            Publication publication = publication(number % queues);
            for (int receiver = 0; receiver < fanOut; receiver++) {
                StoredMessage message = new StoredMessage(
                        (number * (long) fanOut + receiver) % queues + 1,
                        Numbers.beforeSequences(store.generation()) + (dequeueAtOnce ? messages : 0) + number + 1,
                        publication,
                        Qos.AT_LEAST_ONCE,
                        false,
                        SubscriptionIdentifiers.NONE);
                batch.enqueue(message);
                if (dequeueAtOnce) {
                    StoreBatch later = store.newBatch();
                    later.dequeue(message);
                }
            }
            if (batch.size() >= BATCH) {
                free.acquire();
                store.commit(batch, durability, free::release);
                batch = store.newBatch();
            }
        }
        free.acquire();
        store.commit(batch, durability, free::release);
        free.acquire(BATCHES_MAX);
    }

    private void drain() throws InterruptedException {
        CountDownLatch drained = new CountDownLatch(queues);
        AtomicInteger count = new AtomicInteger();
        for (int queue = 1; queue <= queues; queue++) {
            new Drain(queue, drained, count).read(0);
        }
        drained.await();
        if (count.get() != messages / fanOut * fanOut) {
            throw new AssertionError("drained " + count + " of " + messages);
        }
    }

    private final class Drain {
        private final long queue;
        private final CountDownLatch drained;
        private final AtomicInteger count;

        Drain(long queue, CountDownLatch drained, AtomicInteger count) {
            this.queue = queue;
            this.drained = drained;
            this.count = count;
        }

        void read(long after) {
            store.read(queue, after, WINDOW_BYTES, this::take);
        }

        private void take(List<StoredMessage> window) {
            count.addAndGet(window.size());
            if (window.isEmpty()) {
                drained.countDown();
                return;
            }
            StoreBatch batch = store.newBatch();
            window.forEach(batch::dequeue);
            store.commit(batch, durability, () -> {});
            read(window.get(window.size() - 1).sequence());
        }
    }
}
