package io.bellbird.app.pubsub;

import io.bellbird.codec.Bytes;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** Where the messages to send come from. */
final class Payloads {
    private static final int MESSAGE_BYTES_MAX = 268_435_455;
    private static final int BUFFER_BYTES = 64 * 1024;

    private Payloads() {}

    /** The one message, before anything is sent; none when there is one in each line. */
    static Bytes single(Settings settings, InputStream in) throws Failure {
        return switch (settings.source) {
            case ARGUMENT -> settings.message;
            case FILE -> file(settings.file);
            case INPUT -> input(in);
            case NULL, INPUT_LINES, NONE -> Bytes.EMPTY;
        };
    }

    private static Bytes file(String name) throws Failure {
        try {
            Path file = Path.of(name);
            if (Files.size(file) > MESSAGE_BYTES_MAX) {
                throw new Failure(
                        Failure.ERROR,
                        "Error: File must be less than " + (MESSAGE_BYTES_MAX + 1) + " bytes.\n\n"
                                + "Error loading input file \"" + name + "\".");
            }
            return Bytes.wrap(Files.readAllBytes(file));
        } catch (IOException | InvalidPathException e) {
            throw new Failure(
                    Failure.ERROR,
                    "Error: Unable to open file \"" + name + "\".\nError loading input file \"" + name + "\".",
                    List.of(String.valueOf(e)));
        }
    }

    private static Bytes input(InputStream in) throws Failure {
        byte[] all;
        try {
            all = in.readNBytes(MESSAGE_BYTES_MAX + 1);
        } catch (IOException e) {
            throw new Failure(Failure.ERROR, "Error loading input from stdin.", List.of(String.valueOf(e)));
        }
        if (all.length == 0) {
            throw new Failure(Failure.ERROR, "Error: Zero length input.\nError loading input from stdin.");
        }
        if (all.length > MESSAGE_BYTES_MAX) {
            throw new Failure(
                    Failure.ERROR,
                    "Error: Message length must be less than " + (MESSAGE_BYTES_MAX + 1)
                            + " bytes.\nError loading input from stdin.");
        }
        return Bytes.wrap(all);
    }

    /** Reads lines, as the bytes that they are. One thread. */
    static final class Lines {
        private final InputStream in;
        private final byte[] buffer = new byte[BUFFER_BYTES];
        private int at;
        private int end;

        Lines(InputStream in) {
            this.in = in;
        }

        /** The next line without its end, or empty when there is none; also one that has no end. */
        Optional<Bytes> next() throws IOException {
            ByteArrayOutputStream line = new ByteArrayOutputStream();
            while (fill()) {
                int start = at;
                while (at < end && buffer[at] != '\n') {
                    at++;
                }
                line.write(buffer, start, at - start);
                if (at < end) {
                    at++;
                    return Optional.of(Bytes.wrap(line.toByteArray()));
                }
            }
            return line.size() == 0 ? Optional.empty() : Optional.of(Bytes.wrap(line.toByteArray()));
        }

        private boolean fill() throws IOException {
            if (at == end) {
                at = 0;
                end = Math.max(0, in.read(buffer));
            }
            return at < end;
        }
    }
}
