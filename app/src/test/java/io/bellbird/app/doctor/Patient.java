package io.bellbird.app.doctor;

import io.bellbird.broker.config.Configuration;
import io.bellbird.broker.config.ConfigurationException;
import io.bellbird.broker.config.ConfigurationFile;
import io.bellbird.broker.security.HashMethod;
import io.bellbird.broker.security.HashMethod.Pbkdf2;
import io.bellbird.broker.security.PasswordHash;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/** A configuration with its files in a folder that others on the machine can enter. */
final class Patient {
    static final Path CERTIFICATES = Path.of("..", "broker", "src", "test", "resources", "tls");
    static final Path WEAK_CERTIFICATES = Path.of("src/test/resources/io/bellbird/app/doctor");

    private final Path folder;

    Patient(Path folder) {
        this.folder = folder;
        mode(folder, "rwxr-xr-x");
    }

    Path file(String name) {
        return folder.resolve(name);
    }

    /** A file that its owner alone can read. */
    Path write(String name, String... lines) {
        try {
            Path file = Files.write(file(name), List.of(lines));
            mode(file, "rw-------");
            return file;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A copy that its owner alone can read. */
    Path copy(Path from, String name) {
        try {
            Files.copy(from, file(name));
            mode(file(name), "rw-------");
            return file(name);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static void mode(Path file, String mode) {
        try {
            Files.setPosixFilePermissions(file, PosixFilePermissions.fromString(mode));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A line of a password file whose hash is quick to try. */
    static String user(String name, String password) {
        return user(name, password, new Pbkdf2(10));
    }

    static String user(String name, String password, HashMethod method) {
        return name + ":" + PasswordHash.of(password.getBytes(StandardCharsets.UTF_8), method);
    }

    /** With a configuration of these lines. */
    Subject with(String... lines) {
        return with(Optional.empty(), Optional.empty(), lines);
    }

    Subject with(Optional<Path> dataFolder, Optional<String> processUser, String... lines) {
        Path file = write("b.conf", lines);
        try {
            Configuration configuration = ConfigurationFile.read(file, OptionalInt.empty());
            return new Subject(configuration, Optional.of(file), dataFolder, processUser);
        } catch (ConfigurationException e) {
            throw new IllegalArgumentException(e);
        }
    }

    static List<Kind> kinds(List<Finding> findings) {
        return findings.stream().map(Finding::kind).toList();
    }
}
