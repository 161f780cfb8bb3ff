package io.bellbird.broker.config;

import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.OptionalInt;
import java.util.stream.Stream;

/** Reads configuration files, and text files that they name; nothing else in this package touches the disk. */
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
        try {
            return Configuration.parse(file.toString(), content(file), port);
        } catch (NoSuchFileException e) {
            throw unreadable(file, "there is no such file, check the path after -c");
        } catch (IOException e) {
            throw unreadable(file, reason(e));
        }
    }

    private static ConfigurationException unreadable(Path file, String reason) {
        return new ConfigurationException(List.of("cannot read the configuration " + file + ": " + reason));
    }

    /**
     * The text of a configuration file.
     *
     * @throws IOException when it cannot be had, see {@link #reason}
     */
    static String content(Path file) throws IOException {
        return content(file, FILE_BYTES_MAX, "it is larger than 1 MiB, which no configuration is");
    }

    /**
     * The text of a file that the configuration names.
     *
     * @param file in UTF-8, of {@code bytesMax} at most
     * @param tooLarge what is said of one that is larger
     * @throws IOException when it cannot be had, see {@link #reason}
     */
    public static String content(Path file, long bytesMax, String tooLarge) throws IOException {
        if (Files.isDirectory(file)) {
            throw new IOException("it is a folder, name a file in it");
        }
        if (Files.size(file) > bytesMax) {
            throw new IOException(tooLarge);
        }
        return Files.readString(file);
    }

    /**
     * What {@code include_dir} reads in a folder: the files whose names end with .conf, upper case before lower case of
     * the same letter, as Mosquitto sorts them.
     *
     * @throws IOException when the folder cannot be read, see {@link #reason}
     */
    static List<Path> filesIn(Path folder) throws IOException {
        try (Stream<Path> entries = Files.list(folder)) {
            return entries.filter(entry -> name(entry).endsWith(".conf"))
                    .sorted(Comparator.comparing(ConfigurationFile::name, ConfigurationFile::compareNames))
                    .toList();
        }
    }

    private static String name(Path file) {
        return String.valueOf(file.getFileName());
    }

    private static int compareNames(String a, String b) {
        for (int i = 0; i < Math.min(a.length(), b.length()); i++) {
            int letters = Character.compare(Character.toUpperCase(a.charAt(i)), Character.toUpperCase(b.charAt(i)));
            int cases = Character.compare(a.charAt(i), b.charAt(i));
            if (cases != 0) {
                return letters == 0 ? cases : letters;
            }
        }
        return Integer.compare(a.length(), b.length());
    }

    /** Why a file or folder could not be read, and what to do. */
    public static String reason(IOException failure) {
        if (failure instanceof NoSuchFileException) {
            return "it is not there, check the path";
        }
        if (failure instanceof NotDirectoryException) {
            return "it is not a folder, name the folder of the files";
        }
        if (failure instanceof AccessDeniedException) {
            return "permission denied, let the user who starts the broker read it";
        }
        if (failure instanceof CharacterCodingException) {
            return "it is not UTF-8 text, save it as UTF-8";
        }
        return String.valueOf(failure.getMessage());
    }
}
