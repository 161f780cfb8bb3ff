package io.bellbird.app.cli;

import io.bellbird.client.ClientOptions;
import io.bellbird.client.TlsOptions;
import io.bellbird.client.net.Dialer;
import io.bellbird.client.net.Endpoint;
import io.bellbird.client.net.Tls;
import io.bellbird.codec.MqttVersion;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Option;
import picocli.CommandLine.TypeConversionException;

/** The options with which a command is a client of some broker. They have the letters of {@code mosquitto_pub}. */
public final class ConnectOptions {
    private static final int KEEP_ALIVE_SECONDS = 60;
    /** Not an address of IPv6 without brackets, which has colons of its own. */
    private static final Pattern HOST_AND_PORT = Pattern.compile("([^:/]+|\\[[^\\]]+\\]):(\\d{1,5})");

    @Option(
            names = {"-h", "--host"},
            paramLabel = "HOST",
            description = "The broker: a host, an address, or a URI such as mqtts://host:8883 or ws://host/mqtt."
                    + " Without it: localhost.")
    private String host = "localhost";

    @Option(
            names = {"-p", "--port"},
            paramLabel = "PORT",
            description = "The port. Without it: 1883, with TLS 8883.")
    private @Nullable Integer port;

    @Option(names = "--unix", paramLabel = "PATH", description = "The Unix socket of the broker, instead of a host.")
    private @Nullable Path unix;

    @Option(names = "--ws", description = "Speaks MQTT in WebSocket frames, on path /mqtt.")
    private boolean webSocket;

    @Option(
            names = {"-u", "--username"},
            paramLabel = "NAME",
            description = "The user name.")
    private @Nullable String username;

    @Option(
            names = {"-P", "--pw"},
            paramLabel = "PASSWORD",
            description = "The password.")
    private @Nullable String password;

    @Option(
            names = {"-k", "--keepalive"},
            paramLabel = "SECONDS",
            description = "The keep-alive. Without it: 60.")
    private int keepAlive = KEEP_ALIVE_SECONDS;

    @Option(
            names = {"-V", "--protocol-version"},
            paramLabel = "VERSION",
            converter = Versions.class,
            completionCandidates = VersionNames.class,
            description = "The version of MQTT: 5, 311 or 31. Without it: the newest that the broker speaks.")
    private @Nullable MqttVersion version;

    @Option(names = "--cafile", paramLabel = "FILE", description = "Certificates (PEM) to trust; turns TLS on.")
    private @Nullable Path caFile;

    @Option(names = "--cert", paramLabel = "FILE", description = "The certificate (PEM) of the client.")
    private @Nullable Path certFile;

    @Option(names = "--key", paramLabel = "FILE", description = "The private key (PEM) of the client.")
    private @Nullable Path keyFile;

    @Option(names = "--tls", description = "Turns TLS on, trusting what Java trusts.")
    private boolean useTls;

    @Option(names = "--insecure", description = "Does not compare the name in the certificate with the host.")
    private boolean insecure;

    /** What a shell completes. */
    static final class VersionNames implements Iterable<String> {
        @Override
        public Iterator<String> iterator() {
            return List.of("5", "311", "31").iterator();
        }
    }

    /** Reads the names of versions that {@code mosquitto_pub} knows, and the numbers. */
    static final class Versions implements ITypeConverter<MqttVersion> {
        @Override
        public MqttVersion convert(String text) {
            return switch (text) {
                case "5", "mqttv5" -> MqttVersion.V5;
                case "311", "3.1.1", "mqttv311" -> MqttVersion.V3_1_1;
                case "31", "3.1", "mqttv31" -> MqttVersion.V3_1;
                default -> throw new TypeConversionException("'" + text + "' is no version of MQTT: use 5, 311 or 31");
            };
        }
    }

    /** Where the broker is, as a URI. */
    public String broker() {
        if (unix != null) {
            return "mqtt+unix://" + unix.toAbsolutePath();
        }
        if (host.contains("://")) {
            return host;
        }
        boolean secure = useTls || caFile != null || certFile != null;
        String scheme = webSocket ? (secure ? "wss" : "ws") : secure ? "mqtts" : "mqtt";
        String address = host.contains(":") && !host.startsWith("[") ? "[" + host + "]" : host;
        return scheme + "://" + address + (port == null ? "" : ":" + port);
    }

    /**
     * Where the broker is: what an argument says, HOST, HOST:PORT or a URI; without one, the options.
     *
     * @param argument or null
     */
    public String broker(@Nullable String argument) {
        if (argument == null) {
            return broker();
        }
        Matcher hostAndPort = HOST_AND_PORT.matcher(argument);
        host = hostAndPort.matches() ? hostAndPort.group(1) : argument;
        if (hostAndPort.matches()) {
            port = Integer.valueOf(hostAndPort.group(2));
        }
        return broker();
    }

    /**
     * Opens connections as the user said, for those who speak packets and not through a client.
     *
     * @param names where names of hosts are looked up, which blocks
     * @throws IllegalArgumentException when a file of certificates cannot be read
     */
    public Dialer dialer(Endpoint endpoint, Executor names) {
        TlsOptions options = tls();
        boolean secure = endpoint.scheme() == Endpoint.Scheme.MQTTS || endpoint.scheme() == Endpoint.Scheme.WSS;
        return new Dialer(
                names,
                secure
                        ? Tls.context(
                                options.caFile(),
                                options.certFile(),
                                options.keyFile(),
                                options.keyPassword(),
                                options.versions(),
                                options.applicationProtocols(),
                                options.ciphers())
                        : null,
                options.verifyHostName(),
                Map.of(),
                Optional.empty());
    }

    /** What the user said of TLS. */
    private TlsOptions tls() {
        return new TlsOptions(
                Optional.ofNullable(caFile),
                Optional.ofNullable(certFile),
                Optional.ofNullable(keyFile),
                Optional.empty(),
                List.of(),
                !insecure);
    }

    /** The user name, or null. */
    public @Nullable String username() {
        return username;
    }

    /** The password, or null. */
    public @Nullable String password() {
        return password;
    }

    /** The version that the user wants. */
    public Optional<MqttVersion> version() {
        return Optional.ofNullable(version);
    }

    /**
     * Begins a client that has what the user said.
     *
     * @throws IllegalArgumentException when the broker's address is none, or a certificate comes without its key
     */
    public ClientOptions.Builder client() {
        return client(broker());
    }

    /**
     * Begins a client of another broker, with the rest of what the user said.
     *
     * @param uri the broker's address
     * @throws IllegalArgumentException as {@link #client()}
     */
    public ClientOptions.Builder client(String uri) {
        ClientOptions.Builder client = ClientOptions.builder(uri)
                .keepAlive(Duration.ofSeconds(keepAlive))
                .tls(tls());
        if (version != null) {
            client.version(version);
        }
        if (username != null) {
            client.credentials(username, password == null ? "" : password);
        }
        return client;
    }
}
