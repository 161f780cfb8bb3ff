package io.bellbird.e2e;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * The broker as its users start it: the {@code bellbird} command, as a process of its own, on ports of 127.0.0.1.
 *
 * <p>The environment variable {@code BELLBIRD_E2E_COMMAND} names another broker that reads a mosquitto.conf with
 * {@code -c FILE} and takes {@code -p PORT}, for instance {@code mosquitto}. The configuration, the log and the data of
 * each broker are in a directory of its own under {@code e2e/target/brokers}. Confined to the thread of the test.
 */
public final class BrokerProcess implements RealBroker {
    private static final @Nullable String OTHER_COMMAND = System.getenv("BELLBIRD_E2E_COMMAND");

    private static final Path BROKERS = Path.of("target", "brokers").toAbsolutePath();
    private static final long POLL_NANOS = 20_000_000;

    // Below the ports that the system gives to outgoing connections, so that no client takes one between two starts.
    private static final int PORT_MIN = 20_000;
    private static final int PORTS_OF_A_FORK = 3_000;
    private static final int FORKS_MAX = 4;
    /** The ports of this process: no two test processes that run at a time have one in common. */
    private static final int FIRST_PORT = PORT_MIN + Integer.getInteger("test.fork", 1) % FORKS_MAX * PORTS_OF_A_FORK;

    private static final AtomicInteger PORTS_GIVEN =
            new AtomicInteger(ThreadLocalRandom.current().nextInt(PORTS_OF_A_FORK));

    private final String name;
    private final Path directory;
    private final int port;
    private final int webSocketPort;
    private final ProcessBuilder command;
    private boolean crashesInInterludes;
    private Process process;

    private BrokerProcess(String name, List<String> configuration, Map<String, String> environment) {
        this.name = name;
        port = freePort();
        webSocketPort = configuration.isEmpty() ? port : freePort();
        directory = newDirectory();
        command = command(configuration.isEmpty() ? portArguments() : fileArguments(configuration));
        command.environment().putAll(environment);
        process = ChildProcesses.start(command);
    }

    /**
     * Starts a broker from a configuration file: anonymous clients over TCP and WebSocket, $SYS every second. Returns when
     * it accepts.
     *
     * @param shards 1..16
     * @throws AssertionError when it does not accept in time
     */
    public static BrokerProcess start(int shards) {
        List<String> configuration = new ArrayList<>(List.of("allow_anonymous true", "sys_interval 1"));
        if (OTHER_COMMAND == null) {
            configuration.add("shards " + shards);
        }
        return accepting(shards == 1 ? "1 shard" : shards + " shards", configuration, Map.of());
    }

    /**
     * Starts a broker that forgets everything when it ends, with 2 shards. Returns when it accepts.
     *
     * @param lines more of its configuration
     * @throws AssertionError when it does not accept in time
     */
    public static BrokerProcess startForgetful(List<String> lines) {
        List<String> configuration = new ArrayList<>(List.of("allow_anonymous true", "persistence false"));
        if (OTHER_COMMAND == null) {
            configuration.add("shards 2");
        }
        configuration.addAll(lines);
        return accepting("Bellbird", configuration, Map.of());
    }

    /**
     * Starts a broker like {@link #start(int)} that crashes in each {@link #interlude}.
     *
     * @param shards 1..16
     * @throws AssertionError when it does not accept in time
     */
    static BrokerProcess startCrashingInInterludes(int shards) {
        BrokerProcess broker = start(shards);
        broker.crashesInInterludes = !isOtherBroker(); // which may keep nothing when it is killed
        return broker;
    }

    /**
     * Starts a broker with a data folder of the test's choice. Returns when it accepts.
     *
     * @throws AssertionError when it does not accept in time
     */
    public static BrokerProcess start(BrokerSetup setup) {
        return accepting("on " + setup.data(), configuration(setup), setup.environment());
    }

    /**
     * Starts a broker that is not able to start, and waits for its end.
     *
     * @throws AssertionError when it does not end in time
     */
    public static Refusal refused(BrokerSetup setup) {
        BrokerProcess broker =
                new BrokerProcess("refused on " + setup.data(), configuration(setup), setup.environment());
        try {
            return new Refusal(ChildProcesses.awaitExit(broker.process, broker.described()), broker.log());
        } finally {
            broker.kill();
        }
    }

    /**
     * The end of a broker that did not start.
     *
     * @param status its exit status
     * @param log all that it printed
     */
    public record Refusal(int status, String log) {}

    /** Whether the tests run against another broker than Bellbird. */
    public static boolean isOtherBroker() {
        return OTHER_COMMAND != null;
    }

    /**
     * Starts a broker with {@code -p PORT} alone, as for a first try: TCP only. Returns when it accepts.
     *
     * @throws AssertionError when it does not accept in time
     */
    public static BrokerProcess startWithoutFile() {
        return accepting("no file", List.of(), Map.of());
    }

    private static BrokerProcess accepting(String name, List<String> configuration, Map<String, String> environment) {
        BrokerProcess broker = new BrokerProcess(name, configuration, environment);
        broker.awaitAccepting();
        return broker;
    }

    private static List<String> configuration(BrokerSetup setup) {
        List<String> lines = new ArrayList<>(List.of("allow_anonymous true", "persistence true"));
        lines.add("persistence_location " + setup.data() + "/");
        lines.addAll(setup.lines());
        if (OTHER_COMMAND == null) {
            lines.add("shards " + setup.shards());
            lines.addAll(setup.bellbirdLines());
        } else {
            lines.add("user root"); // it would become a user that may not write here
            createDirectories(setup.data());
        }
        return lines;
    }

    @Override
    public int port() {
        return port;
    }

    /** The port for MQTT over WebSocket; the TCP port again when the broker was started without a file. */
    @Override
    public int webSocketPort() {
        return webSocketPort;
    }

    /** The broker's own process id: the launcher replaces itself by the broker. */
    public long pid() {
        return process.pid();
    }

    /**
     * Stops the broker as an operator does (SIGTERM).
     *
     * @throws AssertionError when it does not end in time or with a status other than 0
     */
    public void stop() {
        process.destroy();
        int status = ChildProcesses.awaitExit(process, described());
        if (status != 0) {
            throw new AssertionError(described() + " ended with status " + status);
        }
    }

    /** Asks the broker to stop (SIGTERM), and does not wait for it. */
    public void beginToStop() {
        process.destroy();
    }

    /** Asks the broker to read its configuration again (SIGHUP), and does not wait for it. */
    void reload() {
        Process kill = ChildProcesses.start(new ProcessBuilder("kill", "-HUP", Long.toString(pid())));
        ChildProcesses.awaitExit(kill, "kill");
    }

    /**
     * Waits for the broker to end by itself.
     *
     * @return its exit status
     * @throws AssertionError when it does not end in time
     */
    public int awaitEnd() {
        return ChildProcesses.awaitExit(process, described());
    }

    /** Ends the broker at once (SIGKILL), as a crash does. */
    @Override
    public void kill() {
        ChildProcesses.kill(process, described());
    }

    /** Starts the stopped or killed broker again, on the same ports and data. Returns when it accepts. */
    @Override
    public void restart() {
        if (process.isAlive()) {
            throw new AssertionError(described() + " still runs");
        }
        process = ChildProcesses.start(command);
        awaitAccepting();
    }

    /**
     * The time between two parts of a test, in which no client is connected: a broker that was started to crash then is
     * killed and started again. Returns when it accepts; at once for any other broker.
     */
    void interlude() {
        if (crashesInInterludes) {
            kill();
            restart();
        }
    }

    /** Everything that the broker printed, over all its starts. */
    public String log() {
        try {
            return Files.readString(logFile());
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read the broker's log " + logFile(), e);
        }
    }

    /**
     * Waits until the broker has printed a text.
     *
     * @throws AssertionError when it does not in time
     */
    public void awaitLog(String text) {
        long deadline = System.nanoTime() + ChildProcesses.PATIENCE.toNanos();
        while (!log().contains(text)) {
            if (System.nanoTime() - deadline > 0) {
                throw new AssertionError(described() + " did not print '" + text + "', but:\n" + log());
            }
            LockSupport.parkNanos(POLL_NANOS);
        }
    }

    /**
     * Stops the broker, if it runs, and looks at its log.
     *
     * @throws AssertionError when it does not end cleanly, or its log tells of an exception or a leak
     */
    @Override
    public void close() {
        try {
            if (process.isAlive()) {
                stop();
            }
        } finally {
            kill();
        }
        List<String> bugs = log().lines()
                .filter(line -> line.contains("Exception") || line.contains("LEAK:"))
                .toList();
        if (!bugs.isEmpty()) {
            throw new AssertionError("exceptions in the log of " + described() + ":\n" + String.join("\n", bugs));
        }
    }

    private ProcessBuilder command(List<String> arguments) {
        List<String> words = new ArrayList<>();
        if (OTHER_COMMAND == null) {
            words.addAll(List.of(
                    Path.of("..", "bellbird").toAbsolutePath().normalize().toString(), "broker"));
        } else {
            words.addAll(List.of(OTHER_COMMAND.trim().split("\\s+")));
        }
        words.addAll(arguments);
        ProcessBuilder builder = new ProcessBuilder(words).directory(directory.toFile());
        builder.environment().put("BELLBIRD_NO_BUILD", "1");
        builder.environment().put("XDG_DATA_HOME", directory.resolve("data").toString());
        return builder.redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(logFile().toFile()));
    }

    private List<String> portArguments() {
        return List.of("-p", Integer.toString(port));
    }

    private List<String> fileArguments(List<String> configuration) {
        List<String> text = new ArrayList<>(configuration);
        text.add("listener " + port + " 127.0.0.1");
        text.add("listener " + webSocketPort + " 127.0.0.1");
        text.add("protocol websockets");
        Path file = directory.resolve("bellbird.conf");
        try {
            Files.write(file, text);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot write " + file, e);
        }
        return List.of("-c", file.toString());
    }

    private static Path createDirectories(Path folder) {
        try {
            return Files.createDirectories(folder);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot create " + folder, e);
        }
    }

    private static Path newDirectory() {
        try {
            return Files.createTempDirectory(createDirectories(BROKERS), "broker-");
        } catch (IOException e) {
            throw new UncheckedIOException("cannot create a directory in " + BROKERS, e);
        }
    }

    private Path logFile() {
        return directory.resolve("broker.log");
    }

    private void awaitAccepting() {
        awaitAccepting(port);
        awaitAccepting(webSocketPort);
    }

    private void awaitAccepting(int awaitedPort) {
        long deadline = System.nanoTime() + ChildProcesses.PATIENCE.toNanos();
        while (!accepts(awaitedPort)) {
            boolean alive = process.isAlive();
            if (!alive || System.nanoTime() - deadline > 0) {
                ChildProcesses.kill(process, described());
                throw new AssertionError("the broker " + (alive ? "does not accept on" : "ended before it accepted on")
                        + " port " + awaitedPort + "; " + String.join(" ", command.command()) + " printed:\n" + log());
            }
            LockSupport.parkNanos(POLL_NANOS);
        }
    }

    private static boolean accepts(int port) {
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
            return true;
        } catch (IOException e) {
            return false;
        }
    }

    /** A port of 127.0.0.1 that nobody has, for a listener of a test's own; another one each time. */
    public static int freePort() {
        int candidate = nextPort();
        while (!isFree(candidate)) {
            candidate = nextPort();
        }
        return candidate;
    }

    private static int nextPort() {
        return FIRST_PORT + PORTS_GIVEN.getAndIncrement() % PORTS_OF_A_FORK;
    }

    private static boolean isFree(int port) {
        try (ServerSocket socket = new ServerSocket()) {
            socket.setReuseAddress(false); // else one that somebody has reserved would be taken for free
            socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 1);
            return true;
        } catch (IOException e) {
            return false;
        }
    }

    private String described() {
        return "the broker of " + directory;
    }

    /** What the name of a test shows: how the broker was started. */
    @Override
    public String toString() {
        return crashesInInterludes ? name + ", crashing in interludes" : name;
    }
}
