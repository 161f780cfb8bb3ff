package io.bellbird.broker.shard;

import static org.assertj.core.api.Assertions.assertThat;

import io.bellbird.broker.session.Timer;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

class TimersTest {
    private final List<Long> asked = new ArrayList<>();
    private final Timers timers = new Timers(new ShardLoop() {
        @Override
        public void wake() {}

        @Override
        public void endTurnSoon() {}

        @Override
        public void runAt(long deadlineNanos) {
            asked.add(deadlineNanos);
        }
    });
    private final List<String> done = new ArrayList<>();

    private Timer schedule(long deadlineNanos, String name) {
        return timers.schedule(deadlineNanos, () -> done.add(name));
    }

    private void runDue(long nowNanos) {
        timers.runDue(nowNanos, Runnable::run);
    }

    @Test
    void without_timers_nothing_is_due() {
        assertThat(timers.nextDeadlineNanos()).isEqualTo(Timers.NEVER);
        runDue(Long.MAX_VALUE);
        assertThat(done).isEmpty();
    }

    @Test
    void timers_fire_in_order_of_time_and_at_the_same_time_in_order_of_asking() {
        schedule(30, "c");
        schedule(10, "a");
        schedule(20, "b1");
        schedule(20, "b2");
        assertThat(timers.nextDeadlineNanos()).isEqualTo(10);

        runDue(20);
        assertThat(done).containsExactly("a", "b1", "b2");
        assertThat(timers.nextDeadlineNanos()).isEqualTo(30);

        runDue(30);
        assertThat(done).containsExactly("a", "b1", "b2", "c");
        assertThat(timers.nextDeadlineNanos()).isEqualTo(Timers.NEVER);
    }

    @Test
    void a_timer_fires_once_and_not_before_its_time() {
        schedule(10, "a");

        runDue(9);
        assertThat(done).isEmpty();
        runDue(1_000);
        runDue(2_000);
        assertThat(done).containsExactly("a");
    }

    @Test
    void a_cancelled_timer_does_not_fire() {
        Timer cancelled = schedule(10, "cancelled");
        schedule(20, "other");

        cancelled.cancel();
        assertThat(timers.nextDeadlineNanos()).isEqualTo(20);
        runDue(100);

        assertThat(done).containsExactly("other");
        cancelled.cancel();
    }

    @Test
    void one_of_several_at_the_same_time_is_cancelled_alone() {
        schedule(10, "a");
        Timer cancelled = schedule(10, "b");
        schedule(10, "c");

        cancelled.cancel();
        runDue(10);

        assertThat(done).containsExactly("a", "c");
    }

    @Test
    void a_timer_can_be_cancelled_by_one_that_fires_before_it_in_the_same_run() {
        List<Timer> second = new ArrayList<>();
        timers.schedule(10, () -> second.get(0).cancel());
        second.add(schedule(11, "second"));

        runDue(20);

        assertThat(done).isEmpty();
    }

    @Test
    void what_a_timer_schedules_for_now_fires_in_the_same_run() {
        timers.schedule(10, () -> {
            done.add("a");
            schedule(10, "b");
            schedule(20, "later");
        });

        runDue(10);

        assertThat(done).containsExactly("a", "b");
        assertThat(timers.nextDeadlineNanos()).isEqualTo(20);
    }

    @Test
    void the_loop_is_asked_to_run_for_the_first_timer_and_again_only_for_an_earlier_one() {
        schedule(20, "b");
        schedule(30, "c");
        schedule(20, "b too");
        assertThat(asked).containsExactly(20L);

        schedule(10, "a");

        assertThat(asked).containsExactly(20L, 10L);
    }

    @Test
    void once_it_has_run_the_loop_is_asked_for_the_next_timer() {
        schedule(10, "a");
        schedule(30, "c");
        timers.schedule(10, () -> schedule(20, "b"));

        runDue(10);
        assertThat(asked).containsExactly(10L, 20L);

        runDue(25);
        assertThat(asked).containsExactly(10L, 20L, 30L);
    }

    @Test
    void when_it_runs_before_its_time_the_loop_is_not_asked_again() {
        schedule(10, "a");

        runDue(9);

        assertThat(asked).containsExactly(10L);
    }

    @Test
    void without_timers_the_loop_is_asked_for_nothing_more() {
        schedule(10, "a").cancel();

        runDue(10);

        assertThat(asked).containsExactly(10L);
        schedule(20, "b");
        assertThat(asked).containsExactly(10L, 20L);
    }

    @Test
    void time_may_be_below_zero() {
        schedule(-5, "b");
        schedule(-10, "a");

        runDue(-5);

        assertThat(done).containsExactly("a", "b");
    }

    @Test
    void many_timers_of_which_many_are_cancelled_fire_in_order() {
        Random random = new Random(7);
        Map<Timer, String> left = new LinkedHashMap<>();
        for (int i = 0; i < 5_000; i++) {
            String name = String.format("%02d-%04d", random.nextInt(100), i);
            left.put(schedule(Integer.parseInt(name.substring(0, 2)), name), name);
            if (random.nextInt(3) == 0) {
                Timer cancelled = List.copyOf(left.keySet()).get(random.nextInt(left.size()));
                cancelled.cancel();
                left.remove(cancelled);
            }
        }

        for (int now = 0; now < 100; now++) {
            runDue(now);
        }

        assertThat(done)
                .containsExactlyElementsOf(left.values().stream().sorted().toList());
        assertThat(timers.nextDeadlineNanos()).isEqualTo(Timers.NEVER);
    }
}
