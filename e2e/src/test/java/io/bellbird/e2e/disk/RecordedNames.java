package io.bellbird.e2e.disk;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * The names in a folder: those that were there, and the changes since. They become durable in their order, as in a journal
 * of metadata, and for certain up to the last sync of any directory.
 */
final class RecordedNames {
    private final Names before;
    private final Names now;
    private final List<Change> changes = new ArrayList<>();
    private int synced;

    /** A state of the names, by absolute path. */
    static final class Names {
        final Map<String, RecordedFile> files = new TreeMap<>();
        /** The value has no meaning. */
        final Map<String, Boolean> folders = new TreeMap<>();

        private Names copy() {
            Names copy = new Names();
            copy.files.putAll(files);
            copy.folders.putAll(folders);
            return copy;
        }

        private static <T> void rename(Map<String, T> entries, String from, String to) {
            Map<String, T> moved = new TreeMap<>();
            entries.forEach((path, value) -> {
                if (path.equals(from) || path.startsWith(from + "/")) {
                    moved.put(to + path.substring(from.length()), value);
                }
            });
            entries.keySet().removeIf(path -> path.equals(from) || path.startsWith(from + "/"));
            entries.putAll(moved);
        }
    }

    private interface Step {
        void apply(Names names);
    }

    private record Change(int index, Step step) {}

    RecordedNames(Names before) {
        this.before = before;
        now = before.copy();
    }

    /** The names as the program sees them. */
    Names now() {
        return now;
    }

    void create(int index, String path, RecordedFile file) {
        add(index, names -> names.files.put(path, file));
    }

    void createFolder(int index, String path) {
        add(index, names -> names.folders.put(path, true));
    }

    void remove(int index, String path) {
        add(index, names -> {
            names.files.remove(path);
            names.folders.remove(path);
        });
    }

    void link(int index, String from, String to) {
        RecordedFile file = now.files.get(from);
        if (file == null) {
            throw new IllegalStateException("a link to " + from + ", of which nothing is known");
        }
        create(index, to, file);
    }

    void rename(int index, String from, String to) {
        add(index, names -> {
            Names.rename(names.files, from, to);
            Names.rename(names.folders, from, to);
        });
    }

    /** @param end the index of the first event that the sync does not cover */
    void sync(int end) {
        while (synced < changes.size() && changes.get(synced).index() < end) {
            synced++;
        }
    }

    /** How many changes are not durable for certain. */
    int unsynced() {
        return changes.size() - synced;
    }

    /** @param survivors how many of the changes that were not synced are there: 0..{@link #unsynced} */
    Names restored(int survivors) {
        Names names = before.copy();
        changes.subList(0, synced + survivors).forEach(change -> change.step().apply(names));
        return names;
    }

    private void add(int index, Step step) {
        changes.add(new Change(index, step));
        step.apply(now);
    }
}
