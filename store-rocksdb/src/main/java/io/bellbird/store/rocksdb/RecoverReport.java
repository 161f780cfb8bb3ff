package io.bellbird.store.rocksdb;

import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What became of a damaged store.
 *
 * @param saved where the database is as it was; null when nothing was wrong and nothing was changed
 * @param kept how many entries were kept
 * @param gone what is gone, a sentence each
 */
public record RecoverReport(@Nullable Path saved, long kept, List<String> gone) {
    /** Copies the list. */
    public RecoverReport {
        gone = List.copyOf(gone);
    }
}
