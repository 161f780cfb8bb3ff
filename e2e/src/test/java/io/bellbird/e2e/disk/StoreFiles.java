package io.bellbird.e2e.disk;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** Damages the files of RocksDB somewhere below a data folder: {@code *.log}, newest last, and {@code *.sst}. */
final class StoreFiles {
    private static final int FLIPS_APART_BYTES = 1_000;

    private StoreFiles() {}

    /** Cuts the end off the newest log that has something in it. */
    static void truncateNewestLog(Path folder, int bytes) throws IOException {
        try (FileChannel file = FileChannel.open(newestLog(folder), StandardOpenOption.WRITE)) {
            file.truncate(file.size() - bytes);
        }
    }

    /** Changes one bit in the middle; returns the file. */
    static Path flipBitInNewestLog(Path folder) throws IOException {
        Path log = newestLog(folder);
        flip(log, Files.size(log) / 2);
        return log;
    }

    /** Changes one bit every now and then, the index and the end included; returns the file. */
    static Path flipBitsInOldestTable(Path folder) throws IOException {
        Path table = files(folder, ".sst").get(0);
        for (long offset = Files.size(table) - 1; offset >= 0; offset -= FLIPS_APART_BYTES) {
            flip(table, offset);
        }
        return table;
    }

    private static Path newestLog(Path folder) throws IOException {
        List<Path> logs = files(folder, ".log");
        return logs.get(logs.size() - 1);
    }

    /** By their names, which begin with a growing number of fixed length. */
    private static List<Path> files(Path folder, String ending) throws IOException {
        try (Stream<Path> paths = Files.walk(folder)) {
            return paths.filter(path ->
                            path.toString().endsWith(ending) && path.toFile().length() > 0)
                    .sorted(Comparator.comparing(path -> path.getFileName().toString()))
                    .toList();
        }
    }

    private static void flip(Path path, long offset) throws IOException {
        try (FileChannel file = FileChannel.open(path, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
            ByteBuffer one = ByteBuffer.allocate(1);
            file.read(one, offset);
            one.put(0, (byte) (one.get(0) ^ 0x10));
            file.write(one.flip(), offset);
        }
    }
}
