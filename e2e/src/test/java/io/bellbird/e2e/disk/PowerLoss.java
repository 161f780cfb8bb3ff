package io.bellbird.e2e.disk;

import io.bellbird.e2e.BrokerProcess;
import io.bellbird.e2e.Folders;
import io.bellbird.e2e.crash.Crash;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.function.Supplier;

/**
 * A crash after which the data folder is what a power loss might have left of it. Each start of the broker begins with a
 * new record, and with a copy of what is there.
 */
final class PowerLoss implements Crash {
    private final Shim shim;
    private final Path original;
    private final Supplier<Survival> survival;
    private final Random random;

    /** @param survival how much is left, asked at each crash */
    PowerLoss(Shim shim, Supplier<Survival> survival, Random random) {
        this.shim = shim;
        this.survival = survival;
        this.random = random;
        original = shim.folder().resolveSibling(shim.folder().getFileName() + ".original");
    }

    @Override
    public void crashAndRestart(BrokerProcess broker) {
        broker.kill();
        Path rebuilt = shim.folder().resolveSibling(shim.folder().getFileName() + ".rebuilt");
        List<DiskEvent> events = DiskEvents.read(shim.record());
        RecordedDisk.play(shim.folder(), original, events).restore(rebuilt, survival.get(), random);
        Folders.delete(original);
        Folders.delete(shim.folder());
        Folders.copy(rebuilt, original);
        try {
            Files.move(rebuilt, shim.folder());
            Files.deleteIfExists(shim.record());
        } catch (IOException e) {
            throw new UncheckedIOException("cannot replace " + shim.folder(), e);
        }
        broker.restart();
    }
}
