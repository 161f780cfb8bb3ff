package io.bellbird.broker.config;

import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalInt;

/** Reads configuration files; nothing else in this package touches the disk. */
public final class ConfigurationFile {
    private static final long FILE_BYTES_MAX = 1 << 20;

    private ConfigurationFile() {}

    /**
     * Reads a mosquitto.conf.
     *
     * @param file in UTF-8, at most 1 MiB
     * @param port opened as well, if it is not the port of a listener in the file: for this machine only, 0..65535
     * @throws ConfigurationException when the file cannot be read, or with everything that is wrong in it
     */
    public static Configuration read(Path file, OptionalInt port) throws ConfigurationException {
        return Configuration.parse(file.toString(), content(file), port);
    }

    private static String content(Path file) throws ConfigurationException {
        try {
            if (Files.isDirectory(file)) {
                throw unreadable(file, "it is a folder, name a file in it");
            }
            if (Files.size(file) > FILE_BYTES_MAX) {
                throw unreadable(file, "it is larger than 1 MiB, which no configuration is");
            }
            return Files.readString(file);
        } catch (NoSuchFileException e) {
            throw unreadable(file, "there is no such file, check the path after -c");
        } catch (AccessDeniedException e) {
            throw unreadable(file, "permission denied, let the user who starts the broker read it");
        } catch (CharacterCodingException e) {
            throw unreadable(file, "it is not UTF-8 text, save it as UTF-8");
        } catch (IOException e) {
            throw unreadable(file, String.valueOf(e.getMessage()));
        }
    }

    private static ConfigurationException unreadable(Path file, String reason) {
        return new ConfigurationException(List.of("cannot read the configuration " + file + ": " + reason));
    }
}
