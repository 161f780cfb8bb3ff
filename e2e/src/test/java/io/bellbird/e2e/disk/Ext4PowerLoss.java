package io.bellbird.e2e.disk;

import io.bellbird.e2e.BrokerProcess;
import io.bellbird.e2e.BrokerSetup;
import io.bellbird.e2e.crash.Crash;
import io.bellbird.e2e.crash.CrashRounds;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;

/**
 * Power losses of a real file system: ext4 on a loop device, which is shut down without its log being flushed. As a
 * command, for root: {@code Ext4PowerLoss DEVICE MOUNT_POINT [ROUNDS [SEED [DURABILITY]]]}, with the device mounted. The
 * ledgers are on another file system.
 */
final class Ext4PowerLoss implements Crash {
    private static final Path CUT_POWER = Path.of("target", "shim", "cut-power").toAbsolutePath();
    private static final int ACKNOWLEDGED_MIN = 5_000;
    private static final char STOPPED = 'T';
    private static final char WAITING_FOR_DISK = 'D';
    private static final long PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(10);
    private static final long POLL_NANOS = TimeUnit.MILLISECONDS.toNanos(1);

    private final String device;
    private final Path mountPoint;

    private Ext4PowerLoss(String device, Path mountPoint) {
        this.device = device;
        this.mountPoint = mountPoint;
    }

    /**
     * Stops the broker before its disk: a sync that is going on when ext4 is shut down may return as if it had succeeded,
     * and a machine without power acknowledges nothing any more.
     */
    @Override
    public void crashAndRestart(BrokerProcess broker) {
        run("kill", "-STOP", Long.toString(broker.pid()));
        awaitStopped(broker.pid());
        run(CUT_POWER.toString(), mountPoint.toString());
        broker.kill();
        run("umount", mountPoint.toString());
        run("mount", "-t", "ext4", device, mountPoint.toString());
        broker.restart();
    }

    /** Until each thread is stopped, or will be as soon as it comes back from the disk. */
    private static void awaitStopped(long pid) {
        long deadline = System.nanoTime() + PATIENCE_NANOS;
        while (!isStopped(pid)) {
            if (System.nanoTime() - deadline > 0) {
                throw new AssertionError("the broker with process id " + pid + " does not stop");
            }
            LockSupport.parkNanos(POLL_NANOS);
        }
    }

    private static boolean isStopped(long pid) {
        try (Stream<Path> threads = Files.list(Path.of("/proc", Long.toString(pid), "task"))) {
            for (Path thread : threads.toList()) {
                String status = Files.readString(thread.resolve("stat"));
                char state = status.charAt(status.lastIndexOf(')') + 2);
                if (state != STOPPED && state != WAITING_FOR_DISK) {
                    return false;
                }
            }
            return true;
        } catch (IOException e) {
            throw new UncheckedIOException("cannot see the threads of process " + pid, e);
        }
    }

    private static void run(String... command) {
        String printed = Command.run(List.of(command), Map.of());
        if (!printed.endsWith("status 0")) {
            throw new AssertionError(String.join(" ", command) + " failed: " + printed);
        }
    }

    /** Runs rounds until the first that fails, with a line for each. */
    public static void main(String[] arguments) {
        Path mountPoint = Path.of(arguments[1]);
        int rounds = arguments.length > 2 ? Integer.parseInt(arguments[2]) : 10;
        long seed = arguments.length > 3 ? Long.parseLong(arguments[3]) : new Random().nextInt(1_000_000);
        String durability = arguments.length > 4 ? arguments[4] : "disk";
        BrokerSetup setup = BrokerSetup.keeping(mountPoint.resolve("data")).durability(durability);
        Crash crash = new Ext4PowerLoss(arguments[0], mountPoint);
        System.out.println("seed " + seed + ", durability " + durability);
        try (CrashRounds crashes = new CrashRounds(seed, CrashRounds.newFolder(), setup, crash, ACKNOWLEDGED_MIN)) {
            for (int round = 0; round < rounds; round++) {
                System.out.println(crashes.next());
            }
        } catch (AssertionError e) {
            System.out.println("FAILED: " + e.getMessage());
            System.exit(1);
        }
        System.out.println(rounds + " rounds passed");
    }
}
