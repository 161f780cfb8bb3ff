package io.bellbird.app.cli;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** The terminal in front of which somebody sits, by what the system has for it ({@code test}, {@code stty}). */
public final class Screen {
    private static final File TERMINAL = new File("/dev/tty");
    private static final int ROWS = 24;
    private static final int COLUMNS = 80;
    private static final int SECONDS_MAX = 5;

    private Screen() {}

    /**
     * How much fits.
     *
     * @param rows 1 or more
     * @param columns 1 or more
     */
    public record Size(int rows, int columns) {}

    /** Whether the standard output of this process is one. */
    public static boolean isOutput() {
        try {
            Process test = new ProcessBuilder("test", "-t", "1")
                    .redirectOutput(ProcessBuilder.Redirect.INHERIT)
                    .start();
            return test.waitFor(SECONDS_MAX, TimeUnit.SECONDS) && test.exitValue() == 0;
        } catch (IOException noSuchCommand) {
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    /** Its size now; 24 by 80 when nobody knows. */
    public static Size size() {
        try {
            String[] size = stty("size").strip().split(" ", -1);
            int rows = Integer.parseInt(size[0]);
            int columns = Integer.parseInt(size[1]);
            return rows > 0 && columns > 0 ? new Size(rows, columns) : new Size(ROWS, COLUMNS);
        } catch (IOException | NumberFormatException | ArrayIndexOutOfBoundsException unknown) {
            return new Size(ROWS, COLUMNS);
        }
    }

    /**
     * Hands keys over as they are pressed, and does not show them.
     *
     * @return what puts the terminal back as it was
     * @throws IOException when there is none
     */
    public static Runnable rawKeys() throws IOException {
        String before = stty("-g").strip();
        stty("-icanon", "-echo", "min", "1");
        return () -> {
            try {
                stty(before);
            } catch (IOException gone) {
                // there is nobody any more to whom it could look wrong
            }
        };
    }

    private static String stty(String... arguments) throws IOException {
        ProcessBuilder builder = new ProcessBuilder("stty").redirectInput(TERMINAL);
        builder.command().addAll(List.of(arguments));
        Process stty = builder.start();
        String said = new String(stty.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);
        try {
            if (!stty.waitFor(SECONDS_MAX, TimeUnit.SECONDS) || stty.exitValue() != 0) {
                throw new IOException("stty cannot do it: is there a terminal?");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        }
        return said;
    }
}
