package io.bellbird.app.pubsub;

import io.bellbird.client.Authentication;
import io.bellbird.client.ClientOptions;
import io.bellbird.client.DisconnectOptions;
import io.bellbird.client.PublishOptions;
import io.bellbird.client.QueueOptions;
import io.bellbird.client.QueueOptions.WhenFull;
import io.bellbird.client.SubscribeOptions;
import io.bellbird.client.TlsOptions;
import io.bellbird.client.Will;
import io.bellbird.codec.Bytes;
import io.bellbird.codec.MqttVersion;
import io.bellbird.codec.PublishProperties;
import io.bellbird.codec.RetainHandling;
import io.bellbird.codec.UserProperty;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/** What the options mean for the client. */
final class ClientSettings {
    private static final int MQTT_PORT = 1883;
    private static final int MQTTS_PORT = 8883;
    private static final int RECEIVE_MAXIMUM = 20;
    /** How long a connection may take: about as long as the system tries. */
    private static final Duration CONNECT_TIMEOUT = Duration.ofMinutes(2);

    private static final Duration CLOSE_TIMEOUT = Duration.ofSeconds(10);
    private static final int WAITING_MAX = 1_000;
    private static final List<String> SYSTEM_CERTIFICATES = List.of(
            "/etc/ssl/certs/ca-certificates.crt",
            "/etc/pki/tls/certs/ca-bundle.crt",
            "/etc/ssl/ca-bundle.pem",
            "/etc/ssl/cert.pem");

    private final Settings settings;

    ClientSettings(Settings settings) {
        this.settings = settings;
    }

    /** Where the broker is, as a URI. */
    String broker() {
        if (settings.unixSocket) {
            return "mqtt+unix://" + Path.of(settings.host).toAbsolutePath();
        }
        if (settings.host.contains("://")) {
            return settings.host;
        }
        boolean secure = settings.isSecure();
        String scheme = settings.webSocket ? (secure ? "wss" : "ws") : secure ? "mqtts" : "mqtt";
        String host = settings.host.contains(":") ? "[" + settings.host + "]" : settings.host;
        int port = settings.port == Settings.NO_PORT ? (secure ? MQTTS_PORT : MQTT_PORT) : settings.port;
        return scheme + "://" + host + ":" + port;
    }

    /** @throws Failure when the address is none, or a file of TLS cannot be read */
    ClientOptions.Builder client() throws Failure {
        ClientOptions.Builder client = begin();
        client.version(settings.version)
                .cleanStart(settings.cleanSession)
                .sessionExpiry(sessionExpiry())
                .keepAlive(Duration.ofSeconds(settings.keepAliveSeconds))
                .connectTimeout(CONNECT_TIMEOUT)
                .closeTimeout(CLOSE_TIMEOUT)
                .inflightMax(settings.maxInflight)
                .receiveMaximum(settings.count == 0 ? RECEIVE_MAXIMUM : Math.min(settings.count, RECEIVE_MAXIMUM))
                .topicAliasMaximum(0)
                .queue(QueueOptions.DEFAULT.messages(WAITING_MAX).whenFull(WhenFull.WAIT));
        if (settings.id != null) {
            client.clientId(settings.id);
        } else if (settings.idPrefix != null) {
            client.clientId(settings.idPrefix + ProcessHandle.current().pid());
        }
        if (settings.username != null || settings.password != null) {
            client.credentials(
                    settings.username == null ? "" : settings.username,
                    settings.password == null ? "" : settings.password);
        }
        if (settings.bindAddress != null) {
            client.localAddress(settings.bindAddress);
        }
        if (settings.isSecure()) {
            client.tls(tls());
        }
        if (settings.willTopic != null) {
            client.will(will(settings.willTopic));
        }
        addConnectProperties(client);
        return client;
    }

    private ClientOptions.Builder begin() throws Failure {
        if (settings.host.isEmpty()) {
            throw new Failure(Failure.ERROR, "Unable to connect (Lookup error.).");
        }
        try {
            return ClientOptions.builder(broker());
        } catch (IllegalArgumentException noAddress) {
            throw new Failure(
                    Failure.ERROR, "Error: Invalid argument", List.of(String.valueOf(noAddress.getMessage())));
        }
    }

    /** Zero ends the session with the connection. */
    private Duration sessionExpiry() {
        return Duration.ofSeconds(Math.max(0, settings.sessionExpirySeconds));
    }

    private TlsOptions tls() throws Failure {
        List<String> versions =
                switch (settings.tlsVersion == null ? "" : settings.tlsVersion.toLowerCase(Locale.ROOT)) {
                    case "", "tlsv1.1", "tlsv1.2" -> List.of(); // 1.2 and newer, since Java has switched 1.1 off
                    case "tlsv1.3" -> List.of("TLSv1.3");
                    default ->
                        throw new Failure(
                                Failure.ERROR, "Error: Problem setting TLS options, check the options are valid.");
                };
        return new TlsOptions(
                authorities(),
                Optional.ofNullable(settings.certFile).map(Path::of),
                Optional.ofNullable(settings.keyFile).map(Path::of),
                Optional.empty(),
                versions,
                !settings.insecure,
                settings.alpn == null ? List.of() : List.of(settings.alpn),
                settings.ciphers == null ? List.of() : CipherNames.ofOpenSsl(settings.ciphers));
    }

    private Optional<Path> authorities() throws Failure {
        String named = settings.caFile != null ? settings.caFile : settings.caPath;
        if (named != null) {
            if (!Files.isReadable(Path.of(named))) {
                throw new Failure(
                        Failure.ERROR,
                        "Error: Problem setting TLS options: File not found.",
                        List.of(named + " is not there, or cannot be read"));
            }
            return Optional.of(Path.of(named));
        }
        return SYSTEM_CERTIFICATES.stream()
                .map(Path::of)
                .filter(Files::isReadable)
                .findFirst();
    }

    private Will will(String topic) {
        Duration delay = Duration.ofSeconds(number(Stage.WILL, Property.Kind.WILL_DELAY_INTERVAL, 0));
        return new Will(
                topic,
                settings.willPayload == null ? Bytes.EMPTY : settings.willPayload,
                new PublishOptions(settings.willQos, settings.willRetain, messageProperties(Stage.WILL)),
                delay);
    }

    private void addConnectProperties(ClientOptions.Builder client) {
        for (Property property : settings.properties(Stage.CONNECT)) {
            int number = (int) Math.min(Integer.MAX_VALUE, property.number());
            switch (property.kind()) {
                case SESSION_EXPIRY_INTERVAL -> client.sessionExpiry(Duration.ofSeconds(property.number()));
                case REQUEST_PROBLEM_INFORMATION -> client.requestProblemInformation(number != 0);
                case REQUEST_RESPONSE_INFORMATION -> client.requestResponseInformation(number != 0);
                case RECEIVE_MAXIMUM -> client.receiveMaximum(Math.max(1, number));
                case TOPIC_ALIAS_MAXIMUM -> client.topicAliasMaximum(number);
                case MAXIMUM_PACKET_SIZE -> client.packetBytesMax(Math.max(16, Math.min(number, 268_435_460)));
                case USER_PROPERTY -> client.userProperty(property.key(), property.value());
                case AUTHENTICATION_METHOD -> client.authentication(authentication(property.value()));
                default -> {
                    // authentication data go with their method, and others are not of CONNECT
                }
            }
        }
    }

    /** A method that says one thing, and believes the broker. */
    private Authentication authentication(String method) {
        Optional<Bytes> data = Optional.ofNullable(text(Stage.CONNECT, Property.Kind.AUTHENTICATION_DATA))
                .map(Bytes::utf8);
        return new Authentication() {
            @Override
            public String method() {
                return method;
            }

            @Override
            public CompletionStage<Optional<Bytes>> begin() {
                return CompletableFuture.completedFuture(data);
            }

            @Override
            public CompletionStage<Optional<Bytes>> next(Optional<Bytes> fromBroker) {
                return CompletableFuture.completedFuture(Optional.empty());
            }
        };
    }

    /** How messages are published. */
    PublishOptions publish() {
        PublishProperties properties = messageProperties(Stage.PUBLISH);
        if (settings.tool == Tool.RR) {
            properties = new PublishProperties(
                    properties.utf8Payload(),
                    properties.expiryIntervalSeconds(),
                    properties.contentType(),
                    settings.responseTopic,
                    properties.correlationData(),
                    properties.userProperties());
        }
        return new PublishOptions(settings.qos, settings.retain, properties);
    }

    private PublishProperties messageProperties(Stage stage) {
        String data = text(stage, Property.Kind.CORRELATION_DATA);
        return new PublishProperties(
                number(stage, Property.Kind.PAYLOAD_FORMAT_INDICATOR, 0) == 1,
                number(stage, Property.Kind.MESSAGE_EXPIRY_INTERVAL, PublishProperties.NO_EXPIRY),
                text(stage, Property.Kind.CONTENT_TYPE),
                text(stage, Property.Kind.RESPONSE_TOPIC),
                data == null ? null : Bytes.utf8(data),
                userProperties(stage));
    }

    /** What is wanted of each subscription. */
    SubscribeOptions subscribe() {
        SubscribeOptions options = SubscribeOptions.of(settings.qos);
        if (settings.noRetained) {
            options = options.retained(RetainHandling.DO_NOT_SEND);
        }
        if (settings.retainAsPublished) {
            options = options.keepingRetain();
        }
        for (UserProperty property : userProperties(Stage.SUBSCRIBE)) {
            options = options.userProperty(property.name(), property.value());
        }
        return options;
    }

    /** @param withWill the broker is to publish the will all the same; MQTT 5 */
    DisconnectOptions disconnect(boolean withWill) {
        long expiry = number(
                Stage.DISCONNECT,
                Property.Kind.SESSION_EXPIRY_INTERVAL,
                sessionExpiry().toSeconds());
        return new DisconnectOptions(
                withWill && settings.version == MqttVersion.V5,
                Optional.of(Duration.ofSeconds(expiry)),
                Optional.ofNullable(text(Stage.DISCONNECT, Property.Kind.REASON_STRING)),
                userProperties(Stage.DISCONNECT));
    }

    private List<UserProperty> userProperties(Stage stage) {
        List<UserProperty> all = new ArrayList<>();
        for (Property property : settings.properties(stage)) {
            if (property.kind() == Property.Kind.USER_PROPERTY) {
                all.add(new UserProperty(property.key(), property.value()));
            }
        }
        return all;
    }

    private long number(Stage stage, Property.Kind kind, long otherwise) {
        Property property = find(stage, kind);
        return property == null ? otherwise : property.number();
    }

    private @Nullable String text(Stage stage, Property.Kind kind) {
        Property property = find(stage, kind);
        return property == null ? null : property.value();
    }

    private @Nullable Property find(Stage stage, Property.Kind kind) {
        for (Property property : settings.properties(stage)) {
            if (property.kind() == kind) {
                return property;
            }
        }
        return null;
    }
}
