package io.bellbird.examples.image;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;

/** The camera of a Raspberry Pi, through the command that comes with its system. */
final class PiLens implements Lens {
    /** The newest first; they take the same options. */
    static final List<String> COMMANDS = List.of("rpicam-still", "libcamera-still", "raspistill");

    private static final int PATIENCE_SECONDS = 20;

    private final String command;
    private final int width;

    PiLens(String command, int width) {
        this.command = command;
        this.width = width;
    }

    static boolean isInstalled(String command) {
        return Pattern.compile(File.pathSeparator, Pattern.LITERAL)
                .splitAsStream(System.getenv("PATH"))
                .anyMatch(folder -> Files.isExecutable(Path.of(folder, command)));
    }

    @Override
    public String type() {
        return "jpg";
    }

    @Override
    public byte[] picture() throws IOException, InterruptedException {
        Path file = Files.createTempFile("picture", ".jpg");
        Path output = Files.createTempFile("camera", ".log");
        try {
            String height = Integer.toString(width * 3 / 4);
            Process camera = new ProcessBuilder(
                            command,
                            "-n",
                            "-t",
                            "500",
                            "-o",
                            file.toString(),
                            "--width",
                            Integer.toString(width),
                            "--height",
                            height)
                    .redirectErrorStream(true)
                    .redirectOutput(output.toFile())
                    .start();
            if (!camera.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
                camera.destroyForcibly();
                throw new IOException(command + " was not ready within " + PATIENCE_SECONDS + " s");
            }
            if (camera.exitValue() != 0) {
                throw new IOException(
                        command + " failed: " + Files.readString(output).strip());
            }
            return Files.readAllBytes(file);
        } finally {
            Files.deleteIfExists(file);
            Files.deleteIfExists(output);
        }
    }
}
