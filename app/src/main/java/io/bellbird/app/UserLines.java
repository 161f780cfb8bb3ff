package io.bellbird.app;

import io.bellbird.broker.config.ConfigurationFile;
import io.bellbird.broker.security.HashMethod;
import io.bellbird.broker.security.PasswordFile;
import io.bellbird.broker.security.PasswordHash;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFileAttributes;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;

/** The lines of a password file, to be changed one by one; comments and what is not understood stay as they are. */
final class UserLines {
    private static final String OWNER_ONLY = "rw-------";

    private final List<String> lines;

    private UserLines(List<String> lines) {
        this.lines = new ArrayList<>(lines);
    }

    static UserLines none() {
        return new UserLines(List.of());
    }

    /** @throws IOException when the file cannot be read; the message says why */
    static UserLines read(Path file) throws IOException {
        try {
            return new UserLines(PasswordFile.content(file).lines().toList());
        } catch (NoSuchFileException e) {
            throw new IOException("it is not there, check the path or add -c to make it", e);
        } catch (IOException e) {
            throw new IOException(ConfigurationFile.reason(e), e);
        }
    }

    /** Gives a user a hash, in place of the one that it has. */
    void set(String user, PasswordHash hash) {
        String line = user + ":" + hash;
        for (int i = 0; i < lines.size(); i++) {
            if (isOf(user, lines.get(i))) {
                lines.set(i, line);
                return;
            }
        }
        lines.add(line);
    }

    /** Removes a user; whether it was there. */
    boolean remove(String user) {
        return lines.removeIf(line -> isOf(user, line));
    }

    private static boolean isOf(String user, String line) {
        return !PasswordFile.isSilent(line)
                && PasswordFile.user(line).filter(user::equals).isPresent();
    }

    /** Hashes what is not a hash yet; how many passwords that were. */
    int hashAll(HashMethod method) {
        int hashed = 0;
        for (int i = 0; i < lines.size(); i++) {
            String line = lines.get(i);
            int colon = line.indexOf(':');
            if (!PasswordFile.isSilent(line)
                    && colon > 0
                    && colon + 1 < line.length()
                    && !line.startsWith("$", colon + 1)) {
                byte[] password = line.substring(colon + 1).getBytes(StandardCharsets.UTF_8);
                lines.set(i, line.substring(0, colon + 1) + PasswordHash.of(password, method));
                hashed++;
            }
        }
        return hashed;
    }

    /**
     * Writes the file so that it is the old one or the new one, whatever happens. A new one is for its owner alone; an
     * old one keeps its mode, owner and group.
     */
    void write(Path file) throws IOException {
        Path target = Files.exists(file) ? file.toRealPath() : file.toAbsolutePath();
        Path folder = target.resolveSibling("");
        Path draft = Files.createTempFile(
                folder,
                "." + target.getFileName(),
                ".new",
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(OWNER_ONLY)));
        try {
            try (FileChannel out = FileChannel.open(draft, StandardOpenOption.WRITE)) {
                ByteBuffer bytes = StandardCharsets.UTF_8.encode(text());
                while (bytes.hasRemaining()) {
                    out.write(bytes);
                }
                out.force(true);
            }
            if (Files.exists(target)) {
                keepAttributes(target, draft);
            }
            Files.move(draft, target, StandardCopyOption.ATOMIC_MOVE);
        } finally {
            Files.deleteIfExists(draft);
        }
    }

    private String text() {
        return lines.isEmpty() ? "" : String.join("\n", lines) + "\n";
    }

    private static void keepAttributes(Path from, Path to) throws IOException {
        PosixFileAttributes old = Files.readAttributes(from, PosixFileAttributes.class);
        PosixFileAttributeView view = Files.getFileAttributeView(to, PosixFileAttributeView.class);
        PosixFileAttributes made = view.readAttributes();
        if (!made.owner().equals(old.owner())) {
            try {
                view.setOwner(old.owner());
            } catch (IOException e) {
                throw new IOException("it belongs to " + old.owner().getName() + ": run this as that user", e);
            }
        }
        if (!made.group().equals(old.group())) {
            view.setGroup(old.group());
        }
        view.setPermissions(old.permissions());
    }
}
