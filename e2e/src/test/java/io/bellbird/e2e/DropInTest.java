package io.bellbird.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Links to the launcher with the names of Mosquitto's programs print what these print, and end as they end: for each line
 * of drop-in.txt the same bytes on standard output, the same status, and the same first line of errors.
 */
final class DropInTest {
    private static final int RUNNERS = 4;
    private static final Path LAUNCHER =
            Path.of("..", "bellbird").toAbsolutePath().normalize();
    private static final byte[] BYTES = HexFormat.of().parseHex("00010aff80c3a40d0022");
    private static final String JSON =
            "{\"a\":1,\"b\":[1,2,{\"c\":null}],\"d\":1.5e300,\"e\":-0.1,\"f\":\"x\\u00e4\\n\",\"g\":{},\"h\":[],"
                    + "\"i\":12345678901234567890,\"j\":-0,\"k\":0.1234567890123456789,\"l\":1e-7,\"m\":true}";
    private static final String PRELUDE =
            """
            pub() { mosquitto_pub -h 127.0.0.1 -p $PORT "$@"; }
            sub() { mosquitto_sub -h 127.0.0.1 -p $PORT -W 9 "$@"; }
            rr() { mosquitto_rr -h 127.0.0.1 -p $PORT -W 9 "$@"; }
            """;

    private static final Path folder = folder();
    private static final ExecutorService runners = Executors.newFixedThreadPool(RUNNERS);
    private static final int tlsPort = BrokerProcess.freePort();
    private static final Path socket = folder.resolve("s");
    private static BrokerProcess broker;
    private static BrokerProcess closedBroker;
    private static MosquittoProcess mosquitto;
    private static Map<String, Future<Pair>> pairs;

    /** What one side did with a line. */
    private record Outcome(String out, int status, String firstError) {}

    /** What both did. */
    private record Pair(Outcome theirs, Outcome ours) {}

    private static Path folder() {
        try {
            return Files.createTempDirectory("drop-in");
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    @BeforeAll
    static void start() throws IOException {
        List<String> lines = new ArrayList<>(List.of("listener " + tlsPort + " 127.0.0.1"));
        lines.addAll(Certificates.lines("server"));
        lines.add("listener 0 " + socket);
        broker = BrokerProcess.start(new BrokerSetup(2, folder.resolve("data"), lines, List.of(), Map.of()));
        Path users = Files.writeString(folder.resolve("users"), "");
        closedBroker = BrokerProcess.start(new BrokerSetup(
                2,
                folder.resolve("closed"),
                List.of("allow_anonymous false", "password_file " + users),
                List.of(),
                Map.of()));
        mosquitto = new MosquittoProcess(folder, List.of("allow_anonymous true"));
        Path links = Files.createDirectory(folder.resolve("bin"));
        for (String name : List.of("mosquitto_pub", "mosquitto_sub", "mosquitto_rr")) {
            Files.createSymbolicLink(links.resolve(name), LAUNCHER);
        }
        Files.write(folder.resolve("bytes"), BYTES);
        Files.writeString(folder.resolve("json"), JSON);
        pairs = new LinkedHashMap<>();
        for (String line : table()) {
            int number = pairs.size();
            pairs.put(line, runners.submit(() -> pair(number, line)));
        }
    }

    private static List<String> table() throws IOException {
        List<String> table = new ArrayList<>();
        for (String line : Files.readAllLines(Path.of("src", "test", "resources", "drop-in.txt"))) {
            if (line.startsWith("! ")) {
                table.add("at Mosquitto: " + line.substring(2));
            }
            if (!line.isEmpty() && !line.startsWith("#")) {
                table.add(line.startsWith("! ") ? line.substring(2) : line);
            }
        }
        return table;
    }

    @AfterAll
    static void stop() {
        runners.shutdownNow();
        mosquitto.close();
        closedBroker.close();
        broker.close();
        Folders.delete(folder);
    }

    private static Pair pair(int number, String line) throws IOException, InterruptedException {
        boolean atMosquitto = line.startsWith("at Mosquitto: ");
        String script = atMosquitto ? line.substring("at Mosquitto: ".length()) : line;
        int port = atMosquitto ? mosquitto.port() : broker.port();
        return new Pair(
                run(number, script, port, System.getenv("PATH"), "theirs"),
                run(number, script, port, folder.resolve("bin") + ":" + System.getenv("PATH"), "ours"));
    }

    private static Outcome run(int number, String script, int port, String path, String side)
            throws IOException, InterruptedException {
        Path home = Files.createDirectory(folder.resolve(number + "-" + side));
        Files.copy(folder.resolve("bytes"), home.resolve("bytes"));
        Files.copy(folder.resolve("json"), home.resolve("json"));
        ProcessBuilder builder = new ProcessBuilder("sh", "-c", PRELUDE + script).directory(home.toFile());
        Map<String, String> environment = builder.environment();
        environment.remove("XDG_CONFIG_HOME");
        environment.putAll(Map.of(
                "PATH", path,
                "HOME", home.toString(),
                "BELLBIRD_NO_BUILD", "1",
                "PORT", Integer.toString(port),
                "USERS_PORT", Integer.toString(closedBroker.port()),
                "TLS_PORT", Integer.toString(tlsPort),
                "SOCKET", socket.toString(),
                "CA", Certificates.file("ca.pem")));
        environment.put("OTHER_CA", Certificates.file("other-ca.pem"));
        environment.put("T", "line" + number);
        environment.put("ID", "id" + number);
        environment.put("SESSION", side + number);
        builder.redirectInput(Path.of("/dev/null").toFile());
        Path out = home.resolve("out");
        Path err = home.resolve("err");
        Process process =
                ChildProcesses.start(builder.redirectOutput(out.toFile()).redirectError(err.toFile()));
        if (!process.waitFor(ChildProcesses.PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
            process.descendants().forEach(ProcessHandle::destroyForcibly);
            process.destroyForcibly();
        }
        int status = process.waitFor();
        String firstError = Files.readString(err, StandardCharsets.ISO_8859_1)
                .lines()
                .findFirst()
                .orElse("");
        return new Outcome(Files.readString(out, StandardCharsets.ISO_8859_1), status, firstError);
    }

    static Stream<String> lines() {
        return pairs.keySet().stream();
    }

    @ParameterizedTest
    @MethodSource("lines")
    void a_link_does_what_mosquittos_program_does(String line) throws InterruptedException, ExecutionException {
        Pair pair = pairs.get(line).get();
        assertThat(pair.ours()).isEqualTo(pair.theirs());
    }
}
