package io.bellbird.benchmarks.clients;

import com.sun.management.OperatingSystemMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;
import org.HdrHistogram.ConcurrentHistogram;
import org.HdrHistogram.Histogram;

/**
 * One library, one scenario, one line of JSON: {@code ClientLoad LIBRARY PORT SCENARIO QOS WARM_SECONDS SECONDS}.
 *
 * <p>Scenario {@code flood}: one client publishes 64 bytes to another in the same process, as fast as it can with at most
 * 1,000 on the way. {@code paced}: 2,000 a second, and the latency counts from when each was due. {@code many}: 1,000
 * clients that have subscribed to something; the heap that is in use after a collection.
 */
public final class ClientLoad {
    private static final int PAYLOAD_BYTES = 64;
    private static final int WINDOW = 1_000;
    private static final int RATE = 2_000;
    private static final int CLIENTS = 1_000;
    private static final long STALL_SECONDS = 30;
    private static final String SWITCHES = "voluntary_ctxt_switches:";

    private final Talker.Library library;
    private final int port;
    private final int qos;
    private final long warmNanos;
    private final long nanos;

    private ClientLoad(String[] arguments) {
        library = Talker.Library.valueOf(arguments[0].toUpperCase(Locale.ROOT));
        port = Integer.parseInt(arguments[1]);
        qos = Integer.parseInt(arguments[3]);
        warmNanos = TimeUnit.SECONDS.toNanos(Long.parseLong(arguments[4]));
        nanos = TimeUnit.SECONDS.toNanos(Long.parseLong(arguments[5]));
    }

    /** Runs one scenario. */
    public static void main(String... arguments) throws Exception {
        if (arguments.length != 6) {
            System.err.println("ClientLoad LIBRARY PORT flood|paced|many QOS WARM_SECONDS SECONDS");
            System.exit(2);
        }
        ClientLoad load = new ClientLoad(arguments);
        switch (arguments[2]) {
            case "flood" -> load.flow(0);
            case "paced" -> load.flow(RATE);
            case "many" -> load.many();
            default -> throw new IllegalArgumentException("no scenario " + arguments[2]);
        }
        System.exit(0); // whatever threads a library leaves behind
    }

    /** @param rate messages a second, or 0 for as many as go */
    private void flow(int rate) throws Exception {
        try (Talker publisher = library.connect(port, "load-publisher");
                Talker subscriber = library.connect(port, "load-subscriber")) {
            Semaphore window = new Semaphore(WINDOW);
            AtomicLong received = new AtomicLong();
            Histogram latency = new ConcurrentHistogram(TimeUnit.SECONDS.toNanos(60), 3);
            AtomicLong measuredFrom = new AtomicLong(Long.MAX_VALUE);
            subscriber.subscribe("load/#", qos, payload -> {
                long due = ByteBuffer.wrap(payload).getLong();
                if (due >= measuredFrom.get()) {
                    latency.recordValue(Math.max(0, System.nanoTime() - due));
                }
                received.incrementAndGet();
                window.release();
            });
            long start = System.nanoTime();
            publish(publisher, window, rate, start, start + warmNanos);
            long cpu = cpuNanos();
            long switches = voluntarySwitches();
            long before = received.get();
            long begin = System.nanoTime();
            measuredFrom.set(begin);
            long sent = publish(publisher, window, rate, begin, begin + nanos);
            if (!window.tryAcquire(WINDOW, STALL_SECONDS, TimeUnit.SECONDS)) {
                throw new IllegalStateException("messages have not arrived within " + STALL_SECONDS + " s");
            }
            long end = System.nanoTime();
            long messages = received.get() - before;
            double cpuMicros = (cpuNanos() - cpu) / 1e3 / messages;
            double switched = (double) (voluntarySwitches() - switches) / messages;
            System.out.printf(
                    Locale.ROOT,
                    "{\"library\":\"%s\",\"scenario\":\"%s\",\"qos\":%d,\"sent\":%d,\"received\":%d,\"msg_s\":%.0f,"
                            + "\"cpu_us_msg\":%.3f,\"switches_msg\":%.2f,"
                            + "\"p50_us\":%.0f,\"p99_us\":%.0f,\"p999_us\":%.0f,\"max_us\":%.0f}%n",
                    library.name().toLowerCase(Locale.ROOT),
                    rate == 0 ? "flood" : "paced",
                    qos,
                    sent,
                    messages,
                    messages * 1e9 / (end - begin),
                    cpuMicros,
                    switched,
                    latency.getValueAtPercentile(50) / 1e3,
                    latency.getValueAtPercentile(99) / 1e3,
                    latency.getValueAtPercentile(99.9) / 1e3,
                    latency.getMaxValue() / 1e3);
        }
    }

    private long publish(Talker publisher, Semaphore window, int rate, long start, long end) throws Exception {
        long sent = 0;
        for (long due = start; due < end; sent++) {
            if (!window.tryAcquire(STALL_SECONDS, TimeUnit.SECONDS)) {
                throw new IllegalStateException("nothing has arrived for " + STALL_SECONDS + " s");
            }
            due = rate == 0 ? System.nanoTime() : start + sent * TimeUnit.SECONDS.toNanos(1) / rate;
            for (long early = due - System.nanoTime(); early > 0; early = due - System.nanoTime()) {
                LockSupport.parkNanos(early);
            }
            byte[] payload = new byte[PAYLOAD_BYTES];
            ByteBuffer.wrap(payload).putLong(due);
            publisher.publish("load/1", payload, qos);
        }
        return sent;
    }

    private void many() throws Exception {
        List<Talker> talkers = new ArrayList<>();
        long before = usedBytes();
        for (int i = 0; i < CLIENTS; i++) {
            Talker talker = library.connect(port, "load-" + i);
            talkers.add(talker);
            talker.subscribe("load/" + i, qos, payload -> {});
        }
        long used = usedBytes();
        System.out.printf(
                Locale.ROOT,
                "{\"library\":\"%s\",\"scenario\":\"many\",\"qos\":%d,\"clients\":%d,\"heap_mb\":%.1f,\"heap_mb_before\":%.1f,"
                        + "\"threads\":%d}%n",
                library.name().toLowerCase(Locale.ROOT),
                qos,
                talkers.size(),
                used / 1e6,
                before / 1e6,
                Thread.activeCount());
    }

    private static long usedBytes() {
        for (int i = 0; i < 3; i++) {
            System.gc();
        }
        return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
    }

    /** How often threads that live have waited so far: each time is a switch, whatever else the machine does. */
    private static long voluntarySwitches() throws IOException {
        long sum = 0;
        try (Stream<Path> tasks = Files.list(Path.of("/proc/self/task"))) {
            for (Path task : tasks.toList()) {
                for (String line : Files.readAllLines(task.resolve("status"))) {
                    if (line.startsWith(SWITCHES)) {
                        sum += Long.parseLong(line.substring(SWITCHES.length()).trim());
                    }
                }
            }
        }
        return sum;
    }

    private static long cpuNanos() {
        return ((OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean()).getProcessCpuTime();
    }
}
