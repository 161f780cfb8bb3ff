package io.bellbird.store.rocksdb;

import java.util.List;

/**
 * What was found in a store.
 *
 * @param entries how many were read
 * @param problems what is wrong, a sentence each; at most some hundred are kept
 * @param notes what looks odd, but is right, or is put right by the next start
 */
public record CheckReport(long entries, List<String> problems, List<String> notes) {
    /** Copies the lists. */
    public CheckReport {
        problems = List.copyOf(problems);
        notes = List.copyOf(notes);
    }

    public boolean isSound() {
        return problems.isEmpty();
    }
}
