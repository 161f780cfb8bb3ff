package io.bellbird.e2e;

import static org.assertj.core.api.Assertions.assertThat;

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
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * The broker as its users start it: the {@code bellbird} command, as a process of its own, on ports of 127.0.0.1.
 *
 * <p>The environment variable {@code BELLBIRD_E2E_COMMAND} names another broker that reads a mosquitto.conf with
 * {@code -c FILE} and takes {@code -p PORT}, for instance {@code mosquitto}. The configuration, the log and the data of
 * each broker are in a directory of its own under {@code e2e/target/brokers}. Confined to the thread of the test.
 */
public final class BrokerProcess implements AutoCloseable {
    private static final @Nullable String OTHER_COMMAND = System.getenv("BELLBIRD_E2E_COMMAND");

    private static final Path BROKERS = Path.of("target", "brokers").toAbsolutePath();
    private static final long POLL_NANOS = 20_000_000;

    // Below the ports that the system gives to outgoing connections, so that no client takes one between two starts.
    private static final int PORT_MIN = 20_000;
    private static final int PORT_MAX = 32_000;

    private final String name;
    private final Path directory;
    private final int port;
    private final int webSocketPort;
    private final ProcessBuilder command;
    private Process process;

    private BrokerProcess(String name, List<String> configuration) {
        this.name = name;
        port = freePort();
        webSocketPort = configuration.isEmpty() ? port : freePort();
        directory = newDirectory();
        command = command(configuration.isEmpty() ? portArguments() : fileArguments(configuration));
        process = launch();
    }

    /**
     * Starts a broker from a configuration file: anonymous clients over TCP and WebSocket. Returns when it accepts.
     *
     * @param shards 1..16
     * @throws AssertionError when it does not accept in time
     */
    public static BrokerProcess start(int shards) {
        List<String> configuration = new ArrayList<>(List.of("allow_anonymous true"));
        if (OTHER_COMMAND == null) {
            configuration.add("shards " + shards);
        }
        return new BrokerProcess(shards == 1 ? "1 shard" : shards + " shards", configuration);
    }

    /**
     * Starts a broker with {@code -p PORT} alone, as for a first try: TCP only. Returns when it accepts.
     *
     * @throws AssertionError when it does not accept in time
     */
    public static BrokerProcess startWithoutFile() {
        return new BrokerProcess("no file", List.of());
    }

    /** The TCP port. */
    public int port() {
        return port;
    }

    /** The port for MQTT over WebSocket; the TCP port again when the broker was started without a file. */
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
        assertThat(ChildProcesses.awaitExit(process, described()))
                .as("exit status of %s", described())
                .isZero();
    }

    /** Ends the broker at once (SIGKILL), as a crash does. */
    public void kill() {
        ChildProcesses.kill(process, described());
    }

    /** Starts the stopped or killed broker again, on the same ports and data. Returns when it accepts. */
    public void restart() {
        assertThat(process.isAlive()).as("the broker still runs").isFalse();
        process = launch();
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
        assertThat(log().lines().filter(line -> line.contains("Exception") || line.contains("LEAK:")))
                .as("exceptions in the log of %s", described())
                .isEmpty();
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

    private static Path newDirectory() {
        try {
            return Files.createTempDirectory(Files.createDirectories(BROKERS), "broker-");
        } catch (IOException e) {
            throw new UncheckedIOException("cannot create a directory in " + BROKERS, e);
        }
    }

    private Path logFile() {
        return directory.resolve("broker.log");
    }

    private Process launch() {
        Process launched = ChildProcesses.start(command);
        awaitAccepting(launched, port);
        awaitAccepting(launched, webSocketPort);
        return launched;
    }

    private void awaitAccepting(Process launched, int awaitedPort) {
        long deadline = System.nanoTime() + ChildProcesses.PATIENCE.toNanos();
        while (!accepts(awaitedPort)) {
            boolean alive = launched.isAlive();
            if (!alive || System.nanoTime() - deadline > 0) {
                ChildProcesses.kill(launched, described());
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

    private static int freePort() {
        int candidate = ThreadLocalRandom.current().nextInt(PORT_MIN, PORT_MAX);
        while (!isFree(candidate)) {
            candidate = ThreadLocalRandom.current().nextInt(PORT_MIN, PORT_MAX);
        }
        return candidate;
    }

    private static boolean isFree(int port) {
        try (ServerSocket socket = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
            return socket.isBound();
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
        return name;
    }
}
