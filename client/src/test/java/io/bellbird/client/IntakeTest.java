package io.bellbird.client;

import static org.assertj.core.api.Assertions.assertThat;

import io.bellbird.codec.Bytes;
import io.bellbird.codec.Topic;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Semaphore;
import org.junit.jupiter.api.Test;

class IntakeTest {
    private static final int THREADS = 4;
    private static final int EACH = 100_000;
    private static final Topic TOPIC = Topic.of("t");

    private final Intake intake = new Intake();

    /** Its time of publishing carries who it is. */
    private static Publication publication(long number) {
        return new Publication(TOPIC, Bytes.EMPTY, PublishOptions.QOS_0, number);
    }

    @Test
    void one_thread_gets_back_what_it_put_in_order() {
        assertThat(intake.takeAll()).isNull();
        assertThat(intake.put(publication(1))).isTrue();
        assertThat(intake.put(publication(2))).isFalse();
        assertThat(numbers()).containsExactly(1L, 2L);
        assertThat(intake.put(publication(3))).isTrue();
    }

    private List<Long> numbers() {
        List<Long> numbers = new ArrayList<>();
        for (Publication each = intake.takeAll(); each != null; each = each.next) {
            numbers.add(each.publishedNanos);
        }
        return numbers;
    }

    @Test
    void several_threads_lose_nothing_keep_their_order_and_wake_the_reader_each_time() {
        Semaphore wakes = new Semaphore(0);
        long[] next = new long[THREADS];
        Runnable[] tasks = new Runnable[THREADS + 1];
        for (int thread = 0; thread < THREADS; thread++) {
            long base = (long) thread * EACH;
            tasks[thread] = () -> {
                for (long i = base; i < base + EACH; i++) {
                    if (intake.put(publication(i))) {
                        wakes.release();
                    }
                }
            };
        }
        tasks[THREADS] = () -> {
            for (int seen = 0; seen < THREADS * EACH; ) {
                wakes.acquireUninterruptibly();
                for (long number : numbers()) {
                    int thread = (int) (number / EACH);
                    assertThat(number % EACH).isEqualTo(next[thread]++);
                    seen++;
                }
            }
        };
        try (Racing racing = new Racing()) {
            racing.run(tasks);
        }
        assertThat(next).containsOnly(EACH);
    }
}
