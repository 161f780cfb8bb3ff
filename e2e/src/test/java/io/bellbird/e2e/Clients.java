package io.bellbird.e2e;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * Starts the clients of one test and ends those that still run after it. A client that is not installed fails the test
 * that asks for it. Confined to the thread of the test.
 */
public final class Clients implements AfterEachCallback {
    private static final Path SCRIPTS = Path.of("clients").toAbsolutePath();

    private static final Path LABS = Path.of("..", "examples").toAbsolutePath().normalize();

    /** As {@code install-clients} looks for them. */
    private static final List<String> BROWSERS = List.of("chromium", "google-chrome");

    private static final Path INSTALLED = Path.of("target", "clients").toAbsolutePath();

    private final List<ClientProcess> started = new ArrayList<>();

    /** A program of Mosquitto's clients: mosquitto_pub, mosquitto_sub or mosquitto_rr. */
    public ClientProcess mosquitto(String tool, BrokerProcess broker, String... arguments) {
        require(isOnPath(tool), tool);
        // Line by line, although the output is a pipe: the tests wait for lines.
        return start(SCRIPTS, "stdbuf", List.of("-oL", tool, "-h", "127.0.0.1", "-p", port(broker)), arguments);
    }

    /** OpenSSL's client, which says what it sees of TLS and ends with its input. */
    ClientProcess openSsl(String... arguments) {
        require(isOnPath("openssl"), "openssl");
        return start(SCRIPTS, "openssl", List.of("s_client", "-brief"), arguments);
    }

    /** @param script its file name in {@code clients/paho-python} */
    ClientProcess python(PahoPython paho, String script, BrokerProcess broker, String... arguments) {
        String interpreter = paho.interpreter().toString();
        require(Files.isExecutable(paho.interpreter()), paho + " for Python");
        return start(SCRIPTS.resolve("paho-python"), interpreter, List.of(script, "--port", port(broker)), arguments);
    }

    /** @param script its file name in {@code clients/mqttjs} */
    ClientProcess node(String script, MqttJsLink link, BrokerProcess broker, String... arguments) {
        Path directory = SCRIPTS.resolve("mqttjs");
        require(isOnPath("node") && Files.exists(directory.resolve("node_modules/.package-lock.json")), "MQTT.js");
        return start(
                directory, "node", List.of(script, "--url", link.url(broker), "--mqtt", link.mqttVersion()), arguments);
    }

    /** A program of the labs, as their pages start it, such as {@code bell.Bell}. */
    public ClientProcess lab(BrokerProcess broker, String program, String... arguments) {
        return start(
                LABS, "env", List.of("BELLBIRD_NO_BUILD=1", brokerVariable(broker), LABS + "/run", program), arguments);
    }

    /** A program of the labs in Python, named by its file below {@code examples}. */
    public ClientProcess labInPython(BrokerProcess broker, String script, String... arguments) {
        Path interpreter = PahoPython.PAHO_2.interpreter();
        require(Files.isExecutable(interpreter), PahoPython.PAHO_2 + " for Python");
        return start(
                LABS,
                "env",
                List.of("PYTHONUNBUFFERED=1", brokerVariable(broker), interpreter.toString(), script),
                arguments);
    }

    private static String brokerVariable(BrokerProcess broker) {
        return "BROKER=mqtt://127.0.0.1:" + broker.port();
    }

    /** A program that is there, in the folder of the labs. */
    public ClientProcess command(String program, String... arguments) {
        return start(LABS, program, List.of(), arguments);
    }

    /** curl, which says nothing but what it got and what went wrong. */
    ClientProcess curl(String... arguments) {
        require(isOnPath("curl"), "curl");
        return start(SCRIPTS, "curl", List.of("-sS"), arguments);
    }

    /**
     * A browser without a window, driven by {@code clients/browser/browser.mjs}; it ends with its input.
     *
     * @param certificates which it trusts besides those of its own, at most one
     */
    public static ClientProcess browser(String... certificates) {
        List<String> options = new ArrayList<>();
        for (String certificate : certificates) {
            options.addAll(List.of("--trust", certificate));
        }
        return browser("browser.mjs", options);
    }

    /** Chromium with the console's page, driven by {@code console.mjs}. */
    public static ClientProcess console(List<String> options) {
        return browser("console.mjs", options);
    }

    private static ClientProcess browser(String script, List<String> options) {
        Path directory = SCRIPTS.resolve("browser");
        List<Path> programs =
                BROWSERS.stream().flatMap(Clients::onPath).limit(1).toList();
        require(!programs.isEmpty(), "Chromium");
        require(isOnPath("node") && Files.exists(directory.resolve("node_modules/.package-lock.json")), "Playwright");
        List<String> command = new ArrayList<>(
                List.of("node", script, "--program", programs.get(0).toString()));
        command.addAll(options);
        return new ClientProcess(directory, command);
    }

    /** MQTT.js as a web page includes it. */
    static Path mqttJsForPages() {
        Path script = SCRIPTS.resolve("mqttjs/node_modules/mqtt/dist/mqtt.min.js");
        require(Files.exists(script), "MQTT.js");
        return script;
    }

    /** Another command of the broker's own program than {@code broker}. */
    public static ClientProcess bellbird(Path directory, String... arguments) {
        String program = Path.of("..", "bellbird").toAbsolutePath().normalize().toString();
        List<String> command = new ArrayList<>(List.of("env", "BELLBIRD_NO_BUILD=1", program));
        command.addAll(List.of(arguments));
        return new ClientProcess(directory, command);
    }

    /** The program of another broker, whose data can be taken over. */
    static Path mosquittoBroker() {
        return ofMosquitto("mosquitto");
    }

    /** What writes that broker's files of users. */
    static Path mosquittoPasswd() {
        return ofMosquitto("mosquitto_passwd");
    }

    private static Path ofMosquitto(String name) {
        Path program = INSTALLED.resolve("mosquitto").resolve(name);
        require(Files.isExecutable(program), name + ", of Mosquitto's broker,");
        return program;
    }

    @Override
    public void afterEach(ExtensionContext context) {
        started.forEach(ClientProcess::close);
    }

    private ClientProcess start(Path directory, String program, List<String> firstArguments, String... arguments) {
        List<String> command = new ArrayList<>(List.of(program));
        command.addAll(firstArguments);
        command.addAll(List.of(arguments));
        ClientProcess client = new ClientProcess(directory, command);
        started.add(client);
        return client;
    }

    private static String port(BrokerProcess broker) {
        return Integer.toString(broker.port());
    }

    private static boolean isOnPath(String program) {
        return onPath(program).findAny().isPresent();
    }

    private static Stream<Path> onPath(String program) {
        return Stream.of(System.getenv("PATH").split(Pattern.quote(File.pathSeparator)))
                .map(directory -> Path.of(directory, program))
                .filter(Files::isExecutable);
    }

    private static void require(boolean installed, String client) {
        if (!installed) {
            throw new AssertionError(client + " is not installed: run e2e/install-clients and read what it says");
        }
    }
}
