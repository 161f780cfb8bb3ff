package io.bellbird.e2e;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;

/** A picture of 5 MB, as a camera sends it in one message. */
final class Picture {
    private static final int BYTES = 5 * 1024 * 1024;
    private static final byte[] PNG_SIGNATURE = {(byte) 0x89, 'P', 'N', 'G', '\r', '\n', 0x1a, '\n'};

    private Picture() {}

    /** The same bytes each time; nothing in them repeats. */
    static byte[] bytes() {
        byte[] picture = new byte[BYTES];
        new Random(1883).nextBytes(picture);
        System.arraycopy(PNG_SIGNATURE, 0, picture, 0, PNG_SIGNATURE.length);
        return picture;
    }

    /** Writes the picture to {@code picture.png} in a directory. */
    static Path writeTo(Path directory) {
        try {
            return Files.write(directory.resolve("picture.png"), bytes());
        } catch (IOException e) {
            throw new UncheckedIOException("cannot write the picture to " + directory, e);
        }
    }
}
