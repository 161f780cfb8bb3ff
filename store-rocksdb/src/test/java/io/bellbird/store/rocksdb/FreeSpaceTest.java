package io.bellbird.store.rocksdb;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class FreeSpaceTest {
    private final StoreHealth health = new StoreHealth();
    private final FreeSpace space =
            new FreeSpace(() -> 0, () -> 1_000, 500, health, new ReserveFile(Path.of("unused")));

    @Test
    void another_minimum_counts_with_the_next_look() {
        space.look();
        assertThat(health.isAccepting()).isTrue();

        space.require(2_000);
        space.look();
        assertThat(health.isAccepting()).isFalse();

        space.require(100);
        space.look();
        assertThat(health.isAccepting()).isTrue();
    }
}
