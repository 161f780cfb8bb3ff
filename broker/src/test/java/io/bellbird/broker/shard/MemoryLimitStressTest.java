package io.bellbird.broker.shard;

import static org.assertj.core.api.Assertions.assertThat;

import io.bellbird.broker.routing.Racers;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** What one thread cannot show of {@link MemoryLimit}. */
class MemoryLimitStressTest {
    private static final int COUNTS = 10_000_000;
    /** In both halves of a number of 64 bits, so that a torn one would be seen. */
    private static final long STEP_BYTES = (1L << 32) + 1;

    private final MemoryLimit limit = new MemoryLimit(2);
    /** Shards that have told all. */
    private final AtomicInteger toldCount = new AtomicInteger();

    private void tell(int shard) {
        for (long i = 1; i <= COUNTS; i++) {
            limit.tell(shard, i * STEP_BYTES);
        }
        toldCount.incrementAndGet();
    }

    /** Each shard's count only grows here, and so does their sum. */
    private void readUntilAllIsTold() {
        long before = 0;
        while (before < 2 * COUNTS * STEP_BYTES) {
            if (toldCount.get() == 2) {
                assertThat(limit.bytes()).isEqualTo(2 * COUNTS * STEP_BYTES);
            }
            long bytes = limit.bytes();
            if (bytes < before || bytes % STEP_BYTES != 0) {
                throw new AssertionError(bytes + " bytes after " + before);
            }
            before = bytes;
        }
    }

    @Test
    void what_shards_tell_at_the_same_time_is_added_up() throws Exception {
        Racers.race(() -> tell(0), () -> tell(1), this::readUntilAllIsTold);
    }
}
