package io.bellbird.store.rocksdb;

import static org.assertj.core.api.Assertions.assertThat;

import io.bellbird.broker.store.StoreFigures;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the store says of itself. */
class StoreFiguresTest {
    private static final long QUEUE = 1L << 40;

    @TempDir
    private Path folder;

    private StoreFixture fixture;

    @BeforeEach
    void make() {
        fixture = new StoreFixture(folder.resolve("data"));
    }

    @AfterEach
    void close() {
        fixture.close();
    }

    @Test
    void each_commit_counts_and_the_disk_is_looked_at() throws Exception {
        fixture.freeBytes.set(1 << 30);
        fixture.open();
        long commitsBefore = fixture.store().figures().commits();

        fixture.commit(batch -> batch.enqueue(StoreFixture.message(QUEUE, 1, "x")));
        fixture.commit(batch -> batch.enqueue(StoreFixture.message(QUEUE, 2, "x")));

        StoreFigures figures = fixture.store().figures();
        assertThat(figures.status()).isEqualTo("open");
        assertThat(figures.commits()).isGreaterThanOrEqualTo(commitsBefore + 2);
        assertThat(figures.commitMicros()).isPositive();
        assertThat(figures.pendingBytes()).isNotNegative();
        assertThat(figures.freeBytes()).isEqualTo(1 << 30);
        assertThat(figures.diskBytes()).isPositive();
    }

    @Test
    void a_disk_that_is_nearly_full_is_a_status_of_its_own() throws Exception {
        fixture.freeBytesMin = 1_000;
        fixture.freeBytes.set(10);

        fixture.open();

        assertThat(fixture.store().figures().status()).isEqualTo("low_space");
        assertThat(fixture.store().figures().freeBytes()).isEqualTo(10);
    }
}
