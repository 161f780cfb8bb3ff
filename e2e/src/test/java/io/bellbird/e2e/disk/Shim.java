package io.bellbird.e2e.disk;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The library of {@code e2e/shim} between one program and one folder: it records what would matter after a power loss,
 * and makes the disk fail.
 *
 * @param folder the files that it looks at; need not exist
 * @param record where it records; deleting it begins a new record with the next start of the program
 * @param faults where it looks for faults
 */
record Shim(Path folder, Path record, Path faults) {
    private static final Path LIBRARY = Path.of("target", "shim", "libshim.so").toAbsolutePath();

    /** Between a program and a folder of that name, with record and faults beside it. */
    static Shim before(Path folder) {
        Path name = folder.getFileName();
        return new Shim(folder, folder.resolveSibling(name + ".record"), folder.resolveSibling(name + ".faults"));
    }

    /** For a program whose writes and syncs are recorded. */
    Map<String, String> recording() {
        Map<String, String> environment = new HashMap<>(failing());
        environment.put("BELLBIRD_SHIM_RECORD", record.toString());
        return environment;
    }

    /** For a program whose syncs seem to succeed, but leave no trace. */
    Map<String, String> recordingWithoutSyncs() {
        Map<String, String> environment = new HashMap<>(recording());
        environment.put("BELLBIRD_SHIM_HIDE_SYNC", "1");
        return environment;
    }

    /** For a program whose disk fails on demand. */
    Map<String, String> failing() {
        if (!Files.exists(LIBRARY)) {
            throw new AssertionError(LIBRARY + " is not built: run e2e/install-clients and read what it says");
        }
        return Map.of(
                "LD_PRELOAD", LIBRARY.toString(),
                "BELLBIRD_SHIM_FOLDER", folder.toString(),
                "BELLBIRD_SHIM_FAULTS", faults.toString());
    }

    /**
     * Makes the disk fail from now on, in these ways alone.
     *
     * @param lines as {@code e2e/shim/faults.c} describes them
     */
    void fail(String... lines) {
        Path next = faults.resolveSibling(faults.getFileName() + ".next");
        try {
            Files.write(next, List.of(lines));
            Files.move(next, faults, StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot write " + faults, e);
        }
    }

    /** The disk works again. */
    void heal() {
        try {
            Files.deleteIfExists(faults);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot delete " + faults, e);
        }
    }
}
