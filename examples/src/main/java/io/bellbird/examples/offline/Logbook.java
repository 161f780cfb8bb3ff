package io.bellbird.examples.offline;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;

/** The readings of a sensor in a file, one in a line, as they came. One thread. */
final class Logbook {
    private final Path file;
    private Reading last = new Reading(1, 0, Instant.EPOCH, 0);
    private int readings;
    private int gaps;
    private int twice;

    /** Goes through what was written before, if anything was. */
    Logbook(Path file) throws IOException {
        this.file = file;
        if (Files.exists(file)) {
            for (String line : Files.readAllLines(file)) {
                judge(Reading.of(line));
            }
        }
    }

    /** Writes a reading down, unless it is there already, and says what is strange about it. */
    String add(Reading reading) throws IOException {
        String verdict = judge(reading);
        if (!verdict.equals("again ")) {
            Files.writeString(file, reading + "\n", StandardOpenOption.CREATE, StandardOpenOption.APPEND);
        }
        return verdict + reading;
    }

    private String judge(Reading reading) {
        if (reading.isNotAfter(last)) {
            twice++;
            return "again ";
        }
        boolean expected = reading.isNextAfter(last);
        last = reading;
        readings++;
        gaps += expected ? 0 : 1;
        return expected ? "" : "GAP before ";
    }

    /** What it found. */
    @Override
    public String toString() {
        return readings + " readings in " + last.run() + " runs, " + gaps + " gaps, " + twice + " came again";
    }
}
