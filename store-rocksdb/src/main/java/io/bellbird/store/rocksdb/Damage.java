package io.bellbird.store.rocksdb;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import org.rocksdb.RocksDBException;

/** Says what is wrong with a store, and what to do. */
final class Damage {
    private Damage() {}

    /** @param failure of RocksDB, of what was read, or one that is in words already */
    static StoreException inWords(Path folder, Exception failure) {
        if (failure instanceof StoreException inWords) {
            return inWords;
        }
        String text = String.valueOf(failure.getMessage());
        if (failure instanceof RocksDBException rocks && !RocksDatabase.isDamage(rocks)) {
            if (text.contains("/LOCK")) {
                return new FolderInUseException(
                        "the data folder " + folder
                                + " is in use by another process: stop it or choose another persistence_location ("
                                + text + ")",
                        failure);
            }
            return new StoreException("the store in " + folder + " cannot be used: " + text, failure);
        }
        return new DamagedStoreException(
                "the store in " + folder + " is damaged: " + text + damagedLogs(folder)
                        + "; `bellbird store recover` keeps what can be read and says what is gone",
                failure);
    }

    /** RocksDB does not say which of its logs it means. */
    private static String damagedLogs(Path folder) {
        try {
            List<LogFile.Finding> findings = LogFile.check(StoreFolder.database(folder));
            return findings.stream()
                    .filter(finding -> finding.condition() == LogFile.Condition.DAMAGED)
                    .map(finding -> "; " + finding.file() + " from byte " + finding.offset() + " of " + finding.size())
                    .collect(Collectors.joining());
        } catch (IOException e) {
            return "; its logs cannot be read: " + e;
        }
    }

    /** What is gone with a log that is not whole. */
    static String inWords(LogFile.Finding finding) {
        String what = finding.condition() == LogFile.Condition.CUT ? " ends within a write" : " is damaged";
        return finding.file() + what + " at byte " + finding.offset() + " of " + finding.size();
    }
}
