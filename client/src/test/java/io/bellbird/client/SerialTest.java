package io.bellbird.client;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import org.junit.jupiter.api.Test;

class SerialTest {
    @Test
    void tasks_run_in_order_one_after_the_other_whatever_they_throw() {
        List<Integer> ran = new ArrayList<>();
        CompletableFuture<Void> last = new CompletableFuture<>();
        try (Racing racing = new Racing()) {
            Serial serial = new Serial(racing.threads);
            for (int i = 0; i < 10_000; i++) {
                int number = i;
                serial.execute(() -> {
                    ran.add(number);
                    if (number % 3 == 0) {
                        throw new IllegalStateException();
                    }
                    if (number % 3 == 1) {
                        throw new StackOverflowError();
                    }
                });
            }
            serial.execute(() -> last.complete(null));
            ScriptedBroker.await(last);
        }
        for (int i = 0; i < 10_000; i++) {
            assertThat(ran.get(i)).isEqualTo(i);
        }
    }

    @Test
    void racing_threads_lose_no_task_and_never_run_two_at_a_time() {
        int[] count = {0};
        try (Racing racing = new Racing()) {
            for (int round = 0; round < 20; round++) {
                CompletableFuture<Void> last = new CompletableFuture<>();
                Serial serial = new Serial(racing.threads);
                Runnable task = () -> {
                    for (int i = 0; i < 20_000; i++) {
                        serial.execute(() -> count[0]++);
                    }
                };
                racing.run(task, task, task);
                serial.execute(() -> last.complete(null));
                ScriptedBroker.await(last);
            }
        }
        assertThat(count[0]).isEqualTo(20 * 3 * 20_000);
    }

    @Test
    void serial_knows_the_thread_that_runs_its_tasks() {
        Executor direct = Runnable::run;
        Serial serial = new Serial(direct);
        List<Boolean> current = new ArrayList<>();
        serial.execute(() -> current.add(serial.isCurrent()));
        serial.execute(() -> current.add(serial.isCurrent()));
        assertThat(current).containsExactly(true, true);
        assertThat(serial.isCurrent()).isFalse();
    }
}
