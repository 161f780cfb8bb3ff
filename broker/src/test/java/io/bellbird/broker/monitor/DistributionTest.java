package io.bellbird.broker.monitor;

import static org.assertj.core.api.Assertions.assertThat;

import io.bellbird.broker.AllocatedBytes;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Histograms, and the times that go into them. */
class DistributionTest {
    private final Counters counters = new Counters();

    @ParameterizedTest
    @EnumSource
    void a_value_is_counted_in_the_first_bucket_whose_bound_is_not_below_it(Distribution distribution) {
        for (int bucket = 0; bucket < distribution.bounds(); bucket++) {
            long bound = distribution.bound(bucket);
            assertThat(distribution.bucketOf(bound)).isEqualTo(bucket);
            assertThat(distribution.bucketOf(bound + 1)).isEqualTo(bucket + 1);
        }
        assertThat(distribution.bucketOf(0)).isZero();
        assertThat(distribution.bucketOf(Long.MAX_VALUE)).isEqualTo(distribution.bounds());
    }

    @ParameterizedTest
    @EnumSource
    void values_are_counted_and_added(Distribution distribution) {
        counters.record(distribution, 3);
        counters.record(distribution, 4);
        counters.record(distribution, 1L << 40);

        long[] cells = counters.recorded(distribution);

        assertThat(cells[distribution.bucketOf(4)]).isEqualTo(2);
        assertThat(cells[distribution.bounds()]).isEqualTo(1);
        assertThat(cells[cells.length - 1]).isEqualTo(7 + (1L << 40));
    }

    @Test
    void the_time_of_one_event_in_128_is_taken() {
        SampledTime time = new SampledTime(counters, Distribution.PUBLISH_NANOS);

        for (int event = 0; event < 1_280; event++) {
            if (time.takesNext()) {
                time.begin(event);
                time.endWithTurn();
                time.end(event + 1_000L);
            }
        }

        assertThat(counters.recorded(Distribution.PUBLISH_NANOS)[0]).isEqualTo(10);
    }

    @Test
    void while_one_time_is_taken_no_other_is() {
        SampledTime time = new SampledTime(counters, Distribution.PUBLISH_NANOS);
        assertThat(time.takesNext()).isTrue();
        time.begin(0);

        for (int event = 0; event < 1_000; event++) {
            assertThat(time.takesNext()).isFalse();
        }
        assertThat(time.endsWithTurn()).isFalse();

        time.cancel();
        assertThat(time.takesNext()).isTrue();
        time.endWithTurn();
        assertThat(time.endsWithTurn()).as("nothing was begun").isFalse();
    }

    @Test
    void taking_times_and_recording_allocates_nothing() {
        SampledTime time = new SampledTime(counters, Distribution.PUBLISH_NANOS);

        long bytes = AllocatedBytes.of(1_000, () -> {
            if (time.takesNext()) {
                time.begin(System.nanoTime());
                time.endWithTurn();
                time.end(System.nanoTime());
            }
            counters.record(Distribution.QUEUE_DEPTH, 17);
        });

        assertThat(bytes).isZero();
    }
}
