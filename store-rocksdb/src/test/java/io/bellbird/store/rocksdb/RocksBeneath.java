package io.bellbird.store.rocksdb;

import io.bellbird.broker.routing.Publication;
import io.bellbird.broker.store.RealStore;
import io.bellbird.broker.store.SessionStore;
import io.bellbird.codec.Topic;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.function.LongSupplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * RocksDB beneath the brokers of the broker module's own tests: each gets a folder, which a kill leaves as a copy taken
 * while the store is open. Wall clock and monotonic time are both the test's.
 */
final class RocksBeneath implements RealStore {
    private static final long CACHE_BYTES = 16 << 20;
    private static final Instant BEGIN = Instant.ofEpochSecond(1_700_000_000);

    private final RocksStoreConfig config;
    private final List<Path> folders = new ArrayList<>();
    private RocksStore store;

    /**
     * Found by name as a service. Tests do not say when they have done with a broker, and have never more than two at a
     * time.
     */
    public static final class Maker implements RealStore.Maker {
        private static final int OPEN_MAX = 3;

        private static final ArrayDeque<RocksBeneath> OPEN = new ArrayDeque<>();

        @Override
        public RealStore make(Function<Topic, @Nullable Publication> retained, LongSupplier nanos) {
            if (OPEN.isEmpty()) {
                Runtime.getRuntime().addShutdownHook(new Thread(() -> OPEN.forEach(RocksBeneath::close)));
            }
            if (OPEN.size() == OPEN_MAX) {
                OPEN.remove().close();
            }
            RocksBeneath made = new RocksBeneath(retained, nanos);
            OPEN.add(made);
            return made;
        }
    }

    private RocksBeneath(Function<Topic, @Nullable Publication> retained, LongSupplier nanos) {
        config = new RocksStoreConfig(
                newFolder(),
                () -> BEGIN.plusMillis(TimeUnit.NANOSECONDS.toMillis(nanos.getAsLong())),
                nanos,
                retained,
                CACHE_BYTES,
                0);
        store = openIn(config.folder());
    }

    private Path newFolder() {
        try {
            Path folder = Files.createTempDirectory("bellbird-store");
            folders.add(folder);
            return folder;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private RocksStore openIn(Path folder) {
        try {
            return RocksStore.open(new RocksStoreConfig(
                    folder,
                    config.wallClock(),
                    config.nanos(),
                    config.retained(),
                    config.cacheBytes(),
                    config.freeBytesMin()));
        } catch (StoreException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public SessionStore open() {
        return store;
    }

    @Override
    public void kill() {
        Path left = newFolder();
        try {
            Path to = Files.createDirectory(StoreFolder.database(left));
            try (DirectoryStream<Path> files =
                    Files.newDirectoryStream(StoreFolder.database(folders.get(folders.size() - 2)))) {
                for (Path file : files) {
                    Files.copy(file, to.resolve(file.getFileName()));
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        store.close();
        store = openIn(left);
    }

    @Override
    public void stop() {
        store.close();
        store = openIn(folders.get(folders.size() - 1));
    }

    @Override
    public boolean survives() {
        return true;
    }

    private void close() {
        store.close();
        folders.forEach(RocksBeneath::delete);
    }

    private static void delete(Path folder) {
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
