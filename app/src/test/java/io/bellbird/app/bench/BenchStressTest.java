package io.bellbird.app.bench;

import static org.assertj.core.api.Assertions.assertThat;

import io.bellbird.broker.Broker;
import io.bellbird.broker.config.BrokerConfig;
import io.bellbird.client.MqttClient;
import io.bellbird.client.SubscribeOptions;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What callbacks, the pacer and the display of a run touch at the same time. */
@Timeout(60)
class BenchStressTest {
    private static final int THREADS = 4;
    private static final int ROUNDS = 5_000;

    private final Tally tally = new Tally();

    private interface Part {
        void run(int thread) throws Exception;
    }

    /** Runs a part on several threads that begin together. */
    private static void together(Part part) throws Exception {
        CyclicBarrier start = new CyclicBarrier(THREADS);
        List<Throwable> failures = new ArrayList<>();
        List<Thread> threads = IntStream.range(0, THREADS)
                .mapToObj(number -> new Thread(() -> {
                    try {
                        start.await();
                        part.run(number);
                    } catch (Exception | AssertionError failure) {
                        synchronized (failures) {
                            failures.add(failure);
                        }
                    }
                }))
                .toList();
        threads.forEach(Thread::start);
        for (Thread thread : threads) {
            thread.join();
        }
        synchronized (failures) {
            assertThat(failures).isEmpty();
        }
    }

    @Test
    void what_several_threads_count_is_all_there() throws Exception {
        NumberedStream stream = new NumberedStream(0, "t");
        Arrivals arrivals = new Arrivals(List.of(stream), false);

        together(thread -> {
            for (int i = 0; i < ROUNDS; i++) {
                int sequence = stream.next();
                stream.acknowledged(sequence);
                arrivals.add(0, sequence);
                tally.received(i);
                tally.latency.add(i);
                tally.error("publish", "reason " + i % 3);
                if (thread == 0 && i % 100 == 0) {
                    assertThat(arrivals.missing()).isNotNegative();
                    assertThat(tally.latency.lately().count()).isNotNegative();
                }
            }
        });

        assertThat(arrivals.received()).isEqualTo(THREADS * ROUNDS);
        assertThat(arrivals.missing()).isZero();
        assertThat(arrivals.duplicated()).isZero();
        assertThat(stream.acknowledgedCount()).isEqualTo(THREADS * ROUNDS);
        assertThat(tally.received.sum()).isEqualTo(THREADS * ROUNDS);
        assertThat(tally.latency.all().count()).isEqualTo(THREADS * ROUNDS);
        assertThat(tally.errors().values().stream().mapToLong(Long::longValue).sum())
                .isEqualTo(THREADS * ROUNDS);
    }

    @Test
    void messages_that_several_threads_release_are_sent_once_each_and_in_order() throws Exception {
        NumberedStream stream = new NumberedStream(0, "t");
        Arrivals arrivals = new Arrivals(List.of(stream), true);
        try (Broker broker = Broker.start(BrokerConfig.ephemeral());
                MqttClient client = MqttClient.to("mqtt://127.0.0.1:" + broker.port())) {
            client.connect().join();
            client.subscribe("t", SubscribeOptions.QOS_1, new Receiver(1, arrivals, tally))
                    .join();
            Publisher publisher = new Publisher(
                    client,
                    List.of(stream),
                    Loads.of(Scenario.SUB, 0),
                    1,
                    index -> System.nanoTime(),
                    Window.from(System.nanoTime()),
                    tally);

            together(thread -> {
                for (int i = 0; i < ROUNDS; i++) {
                    publisher.release(1);
                }
            });
            while (publisher.isBusy() || arrivals.missing() > 0) {
                Thread.onSpinWait();
            }
        }

        assertThat(arrivals.received()).isEqualTo(THREADS * ROUNDS);
        assertThat(arrivals.duplicated()).isZero();
        assertThat(arrivals.outOfOrder()).isZero();
    }

    @Test
    void all_who_wait_are_told_to_stop() throws Exception {
        Stop stop = new Stop();

        together(thread -> {
            if (thread == 0) {
                stop.ask();
            } else {
                assertThat(stop.await(TimeUnit.SECONDS.toNanos(50))).isTrue();
            }
        });

        assertThat(stop.isAsked()).isTrue();
    }
}
