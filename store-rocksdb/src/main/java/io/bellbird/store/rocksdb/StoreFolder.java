package io.bellbird.store.rocksdb;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.DirectoryStream;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * The data folder, while this process has it for itself.
 *
 * <p>The lock is a lock of the operating system on the file {@code lock}; {@code pid} says who has it.
 */
final class StoreFolder implements AutoCloseable {
    /**
     * The folders that this process has locked. The operating system's locks belong to the process, and end when any
     * handle of the file is closed: so that has to be known before the file is opened a second time.
     */
    private static final Set<Path> LOCKED = ConcurrentHashMap.newKeySet();

    private final Path path;
    private final FileChannel channel;

    private StoreFolder(Path path, FileChannel channel) {
        this.path = path;
        this.channel = channel;
    }

    /** Where the database is in a data folder. */
    static Path database(Path folder) {
        return folder.resolve("db");
    }

    /**
     * Creates the folder, readable for its owner only, and locks it.
     *
     * @throws StoreException when it cannot be used, or another process has it
     */
    static StoreFolder lock(Path folder) throws StoreException {
        Path real;
        try {
            create(folder);
            real = folder.toRealPath();
        } catch (IOException e) {
            throw new StoreException(
                    "the data folder " + folder + " cannot be created: " + e
                            + "; choose another persistence_location, or make its parent writable",
                    e);
        }
        if (!LOCKED.add(real)) {
            throw inUse(real);
        }
        try {
            return new StoreFolder(real, lockFile(real));
        } catch (StoreException e) {
            LOCKED.remove(real);
            throw e;
        }
    }

    /** Creates a folder, readable for its owner only, unless it is there. */
    static void create(Path folder) throws IOException {
        if (Files.isDirectory(folder)) {
            return;
        }
        if (FileSystems.getDefault().supportedFileAttributeViews().contains("posix")) {
            Files.createDirectories(
                    folder, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
        } else {
            Files.createDirectories(folder);
        }
    }

    private static FileChannel lockFile(Path folder) throws StoreException {
        FileChannel channel = null;
        try {
            channel = FileChannel.open(folder.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
            FileLock lock = channel.tryLock();
            if (lock == null) {
                channel.close();
                throw inUse(folder);
            }
            Files.writeString(folder.resolve("pid"), ProcessHandle.current().pid() + "\n");
            return channel;
        } catch (IOException e) {
            closeQuietly(channel, e);
            throw new StoreException(
                    "the data folder " + folder + " cannot be used: " + e
                            + "; make it writable, or choose another persistence_location",
                    e);
        }
    }

    private static void closeQuietly(@Nullable FileChannel channel, IOException cause) {
        if (channel != null) {
            try {
                channel.close();
            } catch (IOException e) {
                cause.addSuppressed(e);
            }
        }
    }

    private static StoreException inUse(Path folder) {
        String pid = "another process";
        try {
            pid = "process " + Files.readString(folder.resolve("pid")).strip();
        } catch (IOException e) {
            // it has the lock and has not said yet who it is
        }
        return new FolderInUseException(
                "the data folder " + folder + " is in use by " + pid
                        + ": stop it or choose another persistence_location",
                null);
    }

    /** What the files in a folder take. */
    static long bytesOnDisk(Path folder) throws IOException {
        long bytes = 0;
        try (DirectoryStream<Path> files = Files.newDirectoryStream(folder)) {
            for (Path file : files) {
                bytes += size(file);
            }
        }
        return bytes;
    }

    private static long size(Path file) throws IOException {
        try {
            return Files.size(file);
        } catch (NoSuchFileException e) {
            // it has just been deleted
            return 0;
        }
    }

    Path path() {
        return path;
    }

    @Override
    public void close() throws IOException {
        try {
            Files.deleteIfExists(path.resolve("pid"));
        } finally {
            channel.close();
            LOCKED.remove(path);
        }
    }
}
