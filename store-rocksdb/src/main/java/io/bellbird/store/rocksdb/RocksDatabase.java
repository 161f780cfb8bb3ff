package io.bellbird.store.rocksdb;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.rocksdb.ColumnFamilyDescriptor;
import org.rocksdb.ColumnFamilyHandle;
import org.rocksdb.FlushOptions;
import org.rocksdb.ReadOptions;
import org.rocksdb.RocksDB;
import org.rocksdb.RocksDBException;
import org.rocksdb.RocksIterator;
import org.rocksdb.Snapshot;
import org.rocksdb.Status;
import org.rocksdb.WriteBatch;
import org.rocksdb.WriteOptions;

/** An open RocksDB. Any thread may use it, as RocksDB itself allows; nobody may while it is closed. */
final class RocksDatabase implements Database {
    private final RocksOptions options;
    private final RocksDB rocks;
    private final List<ColumnFamilyHandle> handles;
    private final WriteOptions writeOptions = new WriteOptions();
    private final ReadOptions readOptions = new ReadOptions();

    private RocksDatabase(RocksOptions options, RocksDB rocks, List<ColumnFamilyHandle> handles) {
        this.options = options;
        this.rocks = rocks;
        this.handles = handles;
    }

    /** How a RocksDB is opened. */
    private interface Opening {
        RocksDB open(List<ColumnFamilyDescriptor> families, List<ColumnFamilyHandle> handles) throws RocksDBException;
    }

    /**
     * Opens or creates a database, alone. What an earlier process wrote and did not sync is on the disk when this
     * returns, so that no later sync can keep something newer and lose it.
     *
     * @param options are closed with it
     */
    static RocksDatabase open(Path folder, RocksOptions options) throws RocksDBException {
        return open(options, (families, handles) -> {
            syncLogs(folder);
            return RocksDB.open(options.database(), folder.toString(), families, handles);
        });
    }

    /** Opens a database to read from it; nobody may change it meanwhile. */
    static RocksDatabase openReadOnly(Path folder, RocksOptions options) throws RocksDBException {
        return open(
                options,
                (families, handles) -> RocksDB.openReadOnly(options.database(), folder.toString(), families, handles));
    }

    /**
     * Opens a database as it is at this moment, to read from it; another process may have it open.
     *
     * @param scratch a folder for what RocksDB logs
     */
    static RocksDatabase openBeside(Path folder, Path scratch, RocksOptions options) throws RocksDBException {
        return open(
                options,
                (families, handles) -> RocksDB.openAsSecondary(
                        options.database(), folder.toString(), scratch.toString(), families, handles));
    }

    private static RocksDatabase open(RocksOptions options, Opening opening) throws RocksDBException {
        List<ColumnFamilyDescriptor> families = new ArrayList<>();
        for (Family family : Family.values()) {
            families.add(new ColumnFamilyDescriptor(family.nameBytes(), options.family(family)));
        }
        List<ColumnFamilyHandle> handles = new ArrayList<>();
        try {
            return new RocksDatabase(options, opening.open(families, handles), handles);
        } catch (RocksDBException e) {
            options.close();
            throw e;
        }
    }

    /**
     * Whether a folder has no database, and nothing that is left of one: RocksDB would begin anew in a folder that only
     * lost one small file.
     */
    static boolean isMissing(Path folder) throws RocksDBException {
        if (!Files.isDirectory(folder)) {
            return true;
        }
        try (DirectoryStream<Path> files = Files.newDirectoryStream(folder, "{CURRENT,*.sst,*.log}")) {
            for (Path file : files) {
                if (Files.size(file) > 0) {
                    return false;
                }
            }
            return true;
        } catch (IOException e) {
            throw failure(e);
        }
    }

    private static RocksDBException failure(IOException cause) {
        Status status = new Status(Status.Code.IOError, Status.SubCode.None, cause.toString());
        return new RocksDBException(cause.toString(), status);
    }

    private static void syncLogs(Path folder) throws RocksDBException {
        if (!Files.isDirectory(folder)) {
            return;
        }
        try (DirectoryStream<Path> logs = Files.newDirectoryStream(folder, "*.log")) {
            for (Path log : logs) {
                try (FileChannel channel = FileChannel.open(log, StandardOpenOption.WRITE)) {
                    channel.force(true);
                }
            }
        } catch (IOException e) {
            throw failure(e);
        }
    }

    private ColumnFamilyHandle handle(Family family) {
        return handles.get(family.number());
    }

    @Override
    public void write(byte[] group) throws RocksDBException {
        try (WriteBatch batch = new WriteBatch(group)) {
            rocks.write(writeOptions, batch);
        }
    }

    @Override
    public void sync() throws RocksDBException {
        rocks.syncWal();
    }

    @Override
    public void flush() throws RocksDBException {
        try (FlushOptions flushOptions = new FlushOptions().setWaitForFlush(true)) {
            rocks.flush(flushOptions, handles);
        }
    }

    @Override
    public byte @Nullable [] get(Family family, byte[] key) throws RocksDBException {
        return rocks.get(handle(family), readOptions, key);
    }

    @Override
    public RocksIterator iterator(Family family, ReadOptions iteratorOptions) {
        return rocks.newIterator(handle(family), iteratorOptions);
    }

    @Override
    public Snapshot snapshot() {
        return rocks.getSnapshot();
    }

    @Override
    public void release(Snapshot snapshot) {
        rocks.releaseSnapshot(snapshot);
    }

    @Override
    public void compact(Family family) throws RocksDBException {
        rocks.compactRange(handle(family));
    }

    /** Compares all files with their checksums. */
    void verifyChecksums() throws RocksDBException {
        rocks.verifyChecksum();
    }

    /** Whether a failure says that the disk is full. */
    static boolean isDiskFull(RocksDBException failure) {
        Status status = failure.getStatus();
        return (status != null && status.getSubCode() == Status.SubCode.NoSpace)
                || String.valueOf(failure.getMessage()).contains("No space left");
    }

    /** Whether a failure says that what was read is not what was written. */
    static boolean isDamage(RocksDBException failure) {
        Status status = failure.getStatus();
        return status != null && status.getCode() == Status.Code.Corruption;
    }

    @Override
    public void close() {
        readOptions.close();
        writeOptions.close();
        handles.forEach(ColumnFamilyHandle::close);
        rocks.close();
        options.close();
    }
}
