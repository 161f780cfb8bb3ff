package io.bellbird.e2e.disk;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;

/** A program whose writes, syncs and names are known, to try the library in {@code e2e/shim} with. */
final class DiskWriter {
    static final int LINES_SYNCED = 50;
    static final int LINES = 100;
    static final int LINE_BYTES = 64;

    private DiskWriter() {}

    /** Writes numbers and renames the file, or, when told so, maps a file into memory. */
    public static void main(String[] arguments) throws IOException {
        Path folder = Path.of(arguments[0]);
        System.out.println(System.nanoTime());
        if (arguments.length > 1) {
            map(folder.resolve("mapped"));
        } else {
            write(folder);
        }
        System.out.println(System.nanoTime());
    }

    static String line(int number) {
        return String.format("%0" + (LINE_BYTES - 1) + "d\n", number);
    }

    private static void write(Path folder) throws IOException {
        Files.createDirectories(folder);
        Path draft = folder.resolve("numbers.new");
        try (FileChannel file = FileChannel.open(draft, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
            writeLines(file, 0, LINES_SYNCED);
            file.force(false);
            Files.move(draft, folder.resolve("numbers"), StandardCopyOption.ATOMIC_MOVE);
            try (FileChannel names = FileChannel.open(folder)) {
                names.force(true);
            }
            writeLines(file, LINES_SYNCED, LINES);
        }
        try (FileChannel file =
                FileChannel.open(folder.resolve("nameless"), StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
            writeLines(file, 0, 1);
            file.force(false);
        }
    }

    private static void writeLines(FileChannel file, int first, int end) throws IOException {
        for (int number = first; number < end; number++) {
            file.write(ByteBuffer.wrap(line(number).getBytes(StandardCharsets.US_ASCII)));
        }
    }

    private static void map(Path path) throws IOException {
        try (FileChannel file = FileChannel.open(
                path, StandardOpenOption.CREATE_NEW, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
            file.map(FileChannel.MapMode.READ_WRITE, 0, LINE_BYTES);
        }
    }
}
