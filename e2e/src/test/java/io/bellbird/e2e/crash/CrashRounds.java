package io.bellbird.e2e.crash;

import io.bellbird.e2e.BrokerProcess;
import io.bellbird.e2e.BrokerSetup;
import io.bellbird.e2e.Folders;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;

/**
 * Rounds of load and crash with the same clients and the same data folder, so that what was recovered is recovered again.
 * As a command: {@code CrashRounds [ROUNDS [SEED]]}, which kills the broker. What a failed round leaves stays: its
 * ledger, the data folder, and the broker's log.
 */
public final class CrashRounds implements AutoCloseable {
    private static final int ACKNOWLEDGED_MIN = 5_000;
    private static final int STOP_EVERY = 4;
    private static final int VIOLATIONS_SHOWN_MAX = 20;

    private final long seed;
    private final Random random;
    private final Path folder;
    private final Fleet fleet;
    private final Crash crash;
    private final int acknowledgedMin;
    private final BrokerProcess broker;
    private int rounds;
    private boolean failed;

    /**
     * Starts the broker.
     *
     * @param seed decides what the clients do and when the broker crashes, but not how the threads interleave
     * @param folder for the ledgers; exists
     * @param acknowledgedMin messages of QoS 1 and 2 that are acknowledged before each crash
     */
    public CrashRounds(long seed, Path folder, BrokerSetup setup, Crash crash, int acknowledgedMin) {
        this.seed = seed;
        this.folder = folder;
        this.crash = crash;
        this.acknowledgedMin = acknowledgedMin;
        random = new Random(seed);
        fleet = new Fleet(seed);
        broker = BrokerProcess.start(setup);
    }

    /** Rounds with at least 5,000 acknowledged messages each, whose crash is {@code kill -9}. */
    public static CrashRounds killing(long seed) {
        Path folder = newFolder();
        BrokerSetup setup = BrokerSetup.keeping(folder.resolve("data"));
        return new CrashRounds(seed, folder, setup, Crash.KILL, ACKNOWLEDGED_MIN);
    }

    /** A new folder for ledgers and data, in which a failure can be looked at. */
    public static Path newFolder() {
        try {
            Path all = Files.createDirectories(Path.of("target", "crashes").toAbsolutePath());
            return Files.createTempDirectory(all, "rounds-");
        } catch (IOException e) {
            throw new UncheckedIOException("cannot create a folder for the rounds", e);
        }
    }

    /**
     * Runs a round.
     *
     * @return what it did, in one line
     * @throws AssertionError when something acknowledged was lost, or another promise broken
     */
    public String next() {
        rounds++;
        Path ledger = folder.resolve("ledger-" + rounds + ".txt");
        failed = true; // until the round has passed
        try (Round round = new Round(fleet, broker, crash, random, acknowledgedMin, ledger)) {
            Checker.Verdict verdict = round.run();
            if (!verdict.violations().isEmpty()) {
                throw new AssertionError(described(verdict.violations(), ledger));
            }
            failed = false;
            Files.delete(ledger);
            return "round " + rounds + ": " + verdict.acknowledged() + " acknowledged, " + verdict.delivered()
                    + " delivered, " + verdict.repeated() + " again as QoS 1 allows";
        } catch (IOException e) {
            throw new UncheckedIOException("cannot delete " + ledger, e);
        } finally {
            stopNowAndThen();
        }
    }

    /** Ends the broker; removes the folder when all rounds passed. */
    @Override
    public void close() {
        if (failed) {
            broker.kill();
        } else {
            broker.close();
            Folders.delete(folder);
        }
    }

    private void stopNowAndThen() {
        if (!failed && rounds % STOP_EVERY == 0) {
            broker.stop();
            broker.restart();
        }
    }

    private String described(List<String> violations, Path ledger) {
        StringBuilder text = new StringBuilder()
                .append("round ")
                .append(rounds)
                .append(" with seed ")
                .append(seed)
                .append(" found ")
                .append(violations.size())
                .append(" violations; ledger: ")
                .append(ledger)
                .append("; broker: ")
                .append(broker);
        violations.stream().limit(VIOLATIONS_SHOWN_MAX).forEach(line -> text.append("\n  ")
                .append(line));
        return text.toString();
    }

    /** Runs rounds until the first that fails, with a line for each. */
    public static void main(String[] arguments) {
        int rounds = arguments.length > 0 ? Integer.parseInt(arguments[0]) : 500;
        long seed = arguments.length > 1 ? Long.parseLong(arguments[1]) : new Random().nextInt(1_000_000);
        System.out.println("seed " + seed);
        try (CrashRounds crashes = killing(seed)) {
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
