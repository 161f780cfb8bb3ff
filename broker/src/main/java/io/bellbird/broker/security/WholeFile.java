package io.bellbird.broker.security;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFileAttributes;
import java.nio.file.attribute.PosixFilePermissions;

/** A text file that is the old one or the new one whenever somebody reads it, whatever happens while it is written. */
public final class WholeFile {
    private static final String OWNER_ONLY = "rw-------";

    private WholeFile() {}

    /**
     * Writes a file, in UTF-8. A new one is for its owner alone; an old one keeps its mode, owner and group, and a link
     * to it stays one. Waits for the disk.
     *
     * @throws IOException when that cannot be done; then the file is as it was
     */
    public static void write(Path file, String text) throws IOException {
        Path target = target(file);
        Path draft = draft(target, text);
        try {
            Files.move(draft, target, StandardCopyOption.ATOMIC_MOVE);
        } finally {
            Files.deleteIfExists(draft);
        }
    }

    /**
     * The same for a file that is there, unless another has changed it meanwhile.
     *
     * @param read what was in it when it was read
     * @return whether it was written; false when something else is in it now
     * @throws IOException when it cannot be read or written; then it is as it was
     */
    public static boolean replace(Path file, String read, String text) throws IOException {
        Path target = target(file);
        Path draft = draft(target, text);
        try {
            if (!Files.readString(target).equals(read)) {
                return false;
            }
            Files.move(draft, target, StandardCopyOption.ATOMIC_MOVE);
            return true;
        } finally {
            Files.deleteIfExists(draft);
        }
    }

    private static Path target(Path file) throws IOException {
        return Files.exists(file) ? file.toRealPath() : file.toAbsolutePath();
    }

    /** The new content, on the disk, beside the file and with its rights. */
    private static Path draft(Path target, String text) throws IOException {
        Path draft = Files.createTempFile(
                target.resolveSibling(""),
                "." + target.getFileName(),
                ".new",
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(OWNER_ONLY)));
        try {
            try (FileChannel out = FileChannel.open(draft, StandardOpenOption.WRITE)) {
                ByteBuffer bytes = StandardCharsets.UTF_8.encode(text);
                while (bytes.hasRemaining()) {
                    out.write(bytes);
                }
                out.force(true);
            }
            if (Files.exists(target)) {
                keepAttributes(target, draft);
            }
            return draft;
        } catch (IOException | RuntimeException failure) {
            Files.deleteIfExists(draft);
            throw failure;
        }
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
