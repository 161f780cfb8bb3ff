package io.bellbird.store.rocksdb;

import io.bellbird.broker.routing.Racers;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What one thread cannot show of {@link FreeSpace}. */
@Timeout(90)
class FreeSpaceStressTest {
    private static final int LOOKS = 2_000_000;
    /** So long the last look is put off, so that the loop of whoever asks is compiled. */
    private static final long LONG_WAIT_MILLIS = 50;

    private long bytes;
    private final FreeSpace space =
            new FreeSpace(() -> bytes, () -> bytes, 0, new StoreHealth(), new ReserveFile(Path.of("unused")));

    private void look() throws InterruptedException {
        for (bytes = 1; bytes < LOOKS; bytes++) {
            space.look();
        }
        TimeUnit.MILLISECONDS.sleep(LONG_WAIT_MILLIS);
        space.look();
    }

    /** Does nothing else that would show it what another thread has done. */
    private void ask() {
        for (long last = 0; last < LOOKS; ) {
            FreeSpace.Space found = space.space();
            if (found.freeBytes() < last || found.diskBytes() != found.freeBytes()) {
                throw new AssertionError(found + " after " + last);
            }
            last = found.freeBytes();
        }
    }

    @Test
    void whoever_asks_sees_the_latest_look_and_all_of_it() throws Exception {
        Racers.race(this::look, this::ask, this::ask);
    }
}
