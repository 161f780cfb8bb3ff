package io.bellbird.app;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What came of reading a configuration again: the broker leaves it in a file, for {@code bellbird reload} to read. The
 * first line of the file has what is no text.
 *
 * @param begun when it began
 * @param exitCode of the command
 * @param lines what to say, at least one line
 */
record ReloadOutcome(Instant begun, int exitCode, List<String> lines) {
    private static final String NAME = "reload.result";

    ReloadOutcome {
        lines = List.copyOf(lines);
    }

    /** Where it is left; see {@link LeftFile}. */
    static Optional<Path> place(Optional<Path> dataFolder, Optional<Path> pidFile) {
        return LeftFile.place(NAME, dataFolder, pidFile);
    }

    /** Leaves it, in place of the one before. */
    void write(Path place) throws IOException {
        List<String> text = new ArrayList<>(List.of(begun + " " + exitCode));
        text.addAll(lines);
        Path draft = place.resolveSibling(place.getFileName() + ".new");
        Files.write(draft, text);
        Files.move(draft, place, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }

    /**
     * The last one.
     *
     * @return empty when there was none yet
     * @throws IOException when it cannot be read, or is none
     */
    static Optional<ReloadOutcome> read(Path place) throws IOException {
        try {
            List<String> text = Files.readAllLines(place);
            String[] head = text.isEmpty() ? new String[0] : text.get(0).split(" ", 2);
            return Optional.of(
                    new ReloadOutcome(Instant.parse(head[0]), Integer.parseInt(head[1]), text.subList(1, text.size())));
        } catch (NoSuchFileException e) {
            return Optional.empty();
        } catch (DateTimeException | NumberFormatException | ArrayIndexOutOfBoundsException e) {
            throw new IOException("it is not what a broker has written", e);
        }
    }
}
