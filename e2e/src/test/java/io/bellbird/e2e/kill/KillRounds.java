package io.bellbird.e2e.kill;

import io.bellbird.e2e.BrokerProcess;
import io.bellbird.e2e.BrokerSetup;
import io.bellbird.e2e.Folders;
import io.bellbird.e2e.crash.CrashRounds;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * Kills processes of the Java client again and again: one that publishes, connected or not, and one that receives. At the
 * end each message that was kept has arrived, in order, and once if it had QoS 2. As a command:
 * {@code KillRounds [ROUNDS [SEED]]}.
 */
final class KillRounds implements AutoCloseable {
    static final String TOPIC = "kills";
    static final String GOOD_BYE = "good-bye";

    private static final int OFFLINE_EVERY = 3;
    private static final int BROKER_EVERY = 4;
    private static final int LIFE_MILLIS_MAX = 500;
    private static final int PATIENCE_SECONDS = 60;

    private final Random random;
    private final Path folder = CrashRounds.newFolder();
    private final Path published = folder.resolve("published.txt");
    private final Path received = folder.resolve("received.txt");
    private final BrokerProcess broker = BrokerProcess.start(BrokerSetup.keeping(folder.resolve("data")));
    private @Nullable Process receiver;
    private boolean passed;

    KillRounds(long seed) {
        random = new Random(seed);
    }

    /**
     * Runs rounds, and then looks.
     *
     * @return what came of them, in one line
     * @throws AssertionError when a message is missing, comes too often or out of order
     */
    String run(int rounds) {
        receiver = start(ReceivingProcess.class, "receiver");
        awaitReady(receiver);
        for (int round = 1; round <= rounds; round++) {
            round(round);
        }
        finish();
        String found = new Check(Notes.read(published), Notes.read(received)).run();
        passed = true;
        return found;
    }

    private void round(int round) {
        if (receiver == null) {
            receiver = start(ReceivingProcess.class, "receiver");
        }
        Process publisher =
                start(PublishingProcess.class, "publisher", round % OFFLINE_EVERY == 0 ? "offline" : "online");
        awaitReady(publisher);
        if (round % BROKER_EVERY == 0) {
            broker.kill();
            broker.restart();
        }
        liveFor(random.nextInt(LIFE_MILLIS_MAX));
        if (random.nextBoolean()) {
            kill(receiver);
            receiver = null;
            liveFor(random.nextInt(LIFE_MILLIS_MAX / 4));
        }
        kill(publisher);
    }

    /** Everything that is left arrives. */
    private void finish() {
        awaitEnd(start(PublishingProcess.class, "publisher", "finish"));
        if (receiver == null) {
            receiver = start(ReceivingProcess.class, "receiver");
        }
        awaitEnd(receiver);
    }

    private Process start(Class<?> program, String name, String... more) {
        Path built = Path.of("..").toAbsolutePath().normalize();
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx128m",
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-cp",
                String.join(
                        System.getProperty("path.separator"),
                        built.resolve("client/target/classes").toString(),
                        Path.of("target/test-classes").toAbsolutePath().toString(),
                        built.resolve("app/target/lib/*").toString()),
                program.getName(),
                Integer.toString(broker.port()),
                folder.resolve(name).toString(),
                (name.equals("publisher") ? published : received).toString()));
        command.addAll(List.of(more));
        try {
            return new ProcessBuilder(command)
                    .redirectError(ProcessBuilder.Redirect.appendTo(
                            folder.resolve(name + ".log").toFile()))
                    .start();
        } catch (IOException e) {
            throw new AssertionError("cannot start " + command, e);
        }
    }

    private static void awaitReady(Process process) {
        try {
            String line = process.inputReader().readLine();
            while (line != null && !line.equals("ready")) {
                line = process.inputReader().readLine();
            }
            if (line == null) {
                throw new AssertionError("a process of the client ended before it was ready; see its log");
            }
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private static void liveFor(int millis) {
        LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(millis));
    }

    private static void kill(Process process) {
        process.destroyForcibly();
        awaitExit(process);
    }

    private void awaitEnd(Process process) {
        int status = awaitExit(process);
        if (status != 0) {
            throw new AssertionError("a process of the client ended with " + status + "; see " + folder);
        }
    }

    private static int awaitExit(Process process) {
        try {
            if (!process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
                throw new AssertionError("a process of the client does not end");
            }
            return process.exitValue();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        }
    }

    /** The highest number in lines {@code begin N}; 0 when there is none. */
    static int lastBegun(List<String> lines) {
        return lines.stream()
                .filter(line -> line.startsWith("begin "))
                .mapToInt(line -> Integer.parseInt(line.substring("begin ".length())))
                .max()
                .orElse(0);
    }

    /** Compares what was noted. */
    private record Check(List<String> published, List<String> received) {
        String run() {
            Set<Integer> seen = new HashSet<>();
            int[] last = new int[3];
            int again = 0;
            String before = ""; // of an earlier process
            String current = "";
            for (String line : received) {
                if (line.equals("start")) {
                    before = current;
                    continue;
                }
                current = line;
                if (line.endsWith(GOOD_BYE)) {
                    continue;
                }
                int qos = line.charAt(0) - '0';
                int number = Integer.parseInt(line.substring(2));
                if (seen.add(number)) {
                    require(number > last[qos], number + " comes after " + last[qos]);
                    last[qos] = number;
                } else {
                    again++;
                    // its callback may not have returned when the process was killed
                    require(qos == 1 || line.equals(before), number + " comes twice");
                }
            }
            return compare(seen) + ", " + again + " came again as allowed";
        }

        private String compare(Set<Integer> seen) {
            int kept = 0;
            for (String line : published) {
                require(!line.startsWith("failed"), line);
                if (line.startsWith("kept ")) {
                    kept++;
                    int number = Integer.parseInt(line.substring("kept ".length()));
                    require(seen.contains(number), number + " is missing");
                }
            }
            require(kept > 0, "nothing was published");
            return kept + " kept, " + seen.size() + " arrived";
        }

        private static void require(boolean holds, String otherwise) {
            if (!holds) {
                throw new AssertionError(otherwise);
            }
        }
    }

    /** Ends the broker; removes the folder when all is well. */
    @Override
    public void close() {
        if (receiver != null) {
            kill(receiver);
        }
        if (passed) {
            broker.close();
            Folders.delete(folder);
        } else {
            broker.kill();
            System.out.println("what was noted is in " + folder);
        }
    }

    /** Runs the rounds. */
    public static void main(String[] arguments) {
        int rounds = arguments.length > 0 ? Integer.parseInt(arguments[0]) : 50;
        long seed = arguments.length > 1 ? Long.parseLong(arguments[1]) : new Random().nextInt(1_000_000);
        System.out.println("seed " + seed);
        try (KillRounds kills = new KillRounds(seed)) {
            System.out.println(rounds + " rounds: " + kills.run(rounds));
        } catch (AssertionError e) {
            System.out.println("FAILED: " + e.getMessage());
            System.exit(1);
        }
    }
}
