package io.bellbird.store.rocksdb;

import java.io.IOException;
import java.io.InputStream;
import java.net.JarURLConnection;
import java.net.URL;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.jar.JarEntry;
import java.util.zip.CRC32;
import org.jspecify.annotations.Nullable;
import org.rocksdb.RocksDB;
import org.rocksdb.util.Environment;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * RocksDB's library for this machine. It is unpacked once into a folder that is named by its checksum: beside the
 * program when the launcher says where that is and it can be used, else beside the data. RocksDB itself would unpack it
 * at each start into the folder for temporary files, and leave it there when the process is killed.
 */
final class NativeLibrary {
    private static final Logger log = LoggerFactory.getLogger(NativeLibrary.class);
    /** The system property that says where the program has its libraries. */
    static final String PROGRAM_FOLDER = "bellbird.native.folder";

    private static final String FOLDER_PREFIX = "native-";
    private static final int BUFFER_BYTES = 1 << 20;

    /** A process loads a library once, whatever folders it opens. */
    private static final AtomicBoolean LOADED = new AtomicBoolean();

    private NativeLibrary() {}

    /**
     * Loads the library, unless this process has it.
     *
     * @param folder of the data, in which to unpack it when it cannot be beside the program
     * @throws StoreException when there is none for this machine, or it cannot be unpacked or loaded
     */
    static synchronized void load(Path folder) throws StoreException {
        if (LOADED.get()) {
            return;
        }
        URL packed = packed(System.getProperty("os.name"), System.getProperty("os.arch"));
        if (loadBesideProgram(packed)) {
            LOADED.set(true);
            return;
        }
        try {
            load(packed, folder);
            LOADED.set(true);
        } catch (IOException e) {
            throw new StoreException(
                    "the library of RocksDB cannot be unpacked into " + folder + ": " + e
                            + "; make space there or make it writable",
                    e);
        } catch (UnsatisfiedLinkError e) {
            throw new StoreException(
                    "the library of RocksDB cannot be loaded from " + folder + ": " + e.getMessage()
                            + "; if that file system is mounted with noexec, choose another persistence_location, or"
                            + " start with 'persistence false' to keep everything in memory only",
                    e);
        }
    }

    private static boolean loadBesideProgram(URL packed) {
        String folder = System.getProperty(PROGRAM_FOLDER);
        if (folder == null) {
            return false;
        }
        try {
            load(packed, Path.of(folder));
            return true;
        } catch (IOException | UnsatisfiedLinkError e) {
            // installed for another user, on a full disk, or on one from which nothing may be executed
            log.debug("the library of RocksDB is not used from folder={} cause={}", folder, e.toString());
            return false;
        }
    }

    private static void load(URL packed, Path folder) throws IOException {
        Path unpacked = unpack(packed, folder);
        removeOthers(folder, unpacked);
        RocksDB.loadLibrary(List.of(unpacked.toAbsolutePath().toString()));
    }

    /**
     * The library in the jar.
     *
     * @throws StoreException when there is none
     */
    static URL packed(String os, String arch) throws StoreException {
        String lowerCase = arch.toLowerCase(Locale.ROOT);
        // RocksDB would take any 32-bit Linux for x86
        boolean arm32 = lowerCase.startsWith("arm") && !lowerCase.contains("64");
        URL packed = arm32 ? null : resource();
        if (packed == null) {
            throw new StoreException("RocksDB, which keeps messages on the disk, has no native library for " + os + " "
                    + arch + ": use a 64-bit system, or start with 'persistence false' to keep everything in memory"
                    + " only");
        }
        return packed;
    }

    private static @Nullable URL resource() {
        try {
            return RocksDB.class.getResource("/" + Environment.getJniLibraryFileName("rocksdb"));
        } catch (UnsupportedOperationException e) {
            return null;
        }
    }

    /** The folder with the unpacked library, which is written only when it is not there as it should be. */
    static Path unpack(URL packed, Path folder) throws IOException {
        JarEntry entry = ((JarURLConnection) packed.openConnection()).getJarEntry();
        Path unpacked = folder.resolve(FOLDER_PREFIX + Long.toHexString(entry.getCrc()));
        // as RocksDB looks for it in a folder that it is told
        Path file = unpacked.resolve(Environment.getJniLibraryFileName("rocksdbjni"));
        if (!Files.exists(file) || Files.size(file) != entry.getSize() || checksum(file) != entry.getCrc()) {
            Files.createDirectories(unpacked);
            copy(packed, file);
            log.debug("unpacked the library of RocksDB file={}", file);
        }
        return unpacked;
    }

    private static long checksum(Path file) throws IOException {
        CRC32 checksum = new CRC32();
        ByteBuffer buffer = ByteBuffer.allocateDirect(BUFFER_BYTES);
        try (FileChannel channel = FileChannel.open(file)) {
            while (channel.read(buffer) >= 0) {
                buffer.flip();
                checksum.update(buffer);
                buffer.clear();
            }
        }
        return checksum.getValue();
    }

    private static void copy(URL packed, Path file) throws IOException {
        // not as Files.createTempFile would make it, since others than its owner shall start the program
        Path temporary = file.resolveSibling("unpacking-" + UUID.randomUUID());
        try {
            try (InputStream in = packed.openStream()) {
                Files.copy(in, temporary);
            }
            try (FileChannel channel = FileChannel.open(temporary, StandardOpenOption.WRITE)) {
                channel.force(true);
            }
            Files.move(temporary, file, StandardCopyOption.ATOMIC_MOVE);
        } finally {
            Files.deleteIfExists(temporary);
        }
    }

    /** What earlier versions unpacked is of no use any more. */
    private static void removeOthers(Path folder, Path kept) {
        try (DirectoryStream<Path> others = Files.newDirectoryStream(folder, FOLDER_PREFIX + "*")) {
            for (Path other : others) {
                if (!other.equals(kept)) {
                    StoreView.deleteFolder(other);
                }
            }
        } catch (IOException e) {
            log.debug("an old library of RocksDB stays folder={} cause={}", folder, e.toString());
        }
    }
}
