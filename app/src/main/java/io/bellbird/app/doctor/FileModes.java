package io.bellbird.app.doctor;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.util.Set;

/**
 * What other users of this machine can do with a file: they must be able to enter all folders above it, too. A file
 * that is not there, or that has no such modes, is nobody's.
 */
final class FileModes {
    private static final int STICKY = 01000;

    private FileModes() {}

    static boolean othersRead(Path file) {
        return has(file, PosixFilePermission.OTHERS_READ) && othersReach(file);
    }

    static boolean groupReads(Path file) {
        return has(file, PosixFilePermission.GROUP_READ);
    }

    /** Whether they can look into a folder, or open what they know the name of. */
    static boolean othersEnter(Path folder) {
        return has(folder, PosixFilePermission.OTHERS_EXECUTE) && othersReach(folder);
    }

    /** Whether they can change its content. */
    static boolean othersWrite(Path file) {
        return has(file, PosixFilePermission.OTHERS_WRITE) && othersReach(file);
    }

    /** Whether they can put another one in its place. */
    static boolean othersReplace(Path file) {
        Path folder = real(file).getParent();
        return folder != null
                && has(folder, PosixFilePermission.OTHERS_WRITE)
                && !isSticky(folder)
                && othersReach(file);
    }

    private static boolean othersReach(Path file) {
        for (Path folder = real(file).getParent(); folder != null; folder = folder.getParent()) {
            if (!has(folder, PosixFilePermission.OTHERS_EXECUTE)) {
                return false;
            }
        }
        return true;
    }

    private static Path real(Path file) {
        try {
            return file.toRealPath();
        } catch (IOException notThere) {
            return file.toAbsolutePath();
        }
    }

    private static boolean has(Path file, PosixFilePermission permission) {
        try {
            Set<PosixFilePermission> permissions = Files.getPosixFilePermissions(file);
            return permissions.contains(permission);
        } catch (IOException | UnsupportedOperationException unknown) {
            return false;
        }
    }

    /** In such a folder, as /tmp is, only the owner of a file can replace it. */
    private static boolean isSticky(Path folder) {
        try {
            return Files.getAttribute(folder, "unix:mode") instanceof Integer mode && (mode & STICKY) != 0;
        } catch (IOException | UnsupportedOperationException | IllegalArgumentException unknown) {
            return false;
        }
    }
}
