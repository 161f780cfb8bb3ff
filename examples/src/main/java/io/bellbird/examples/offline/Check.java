package io.bellbird.examples.offline;

import io.bellbird.examples.Arguments;
import java.io.IOException;
import java.nio.file.Path;

/** Says whether readings are missing in what a collector has written. */
public final class Check {
    private Check() {}

    /** Needs no broker. */
    public static void main(String... args) throws IOException {
        Path folder = Path.of(new Arguments("FOLDER", args).word(0));
        System.out.println(new Logbook(folder.resolve("readings.txt")));
    }
}
