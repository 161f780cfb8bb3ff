package io.bellbird.app.pubsub;

import io.bellbird.codec.Bytes;
import io.bellbird.codec.MqttVersion;
import io.bellbird.codec.Qos;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What the options have said so far; collected by one thread, then only read. */
final class Settings {
    static final int NO_PORT = -1;
    static final long NO_EXPIRY = -1;
    static final long EXPIRY_NEVER = 0xFFFF_FFFFL;
    static final double ALL_PERCENT = 100;

    final Tool tool;

    // The connection
    String host = "localhost";
    int port = NO_PORT;
    boolean unixSocket;
    boolean webSocket;

    @Nullable
    String username;

    @Nullable
    String password;

    @Nullable
    String id;

    @Nullable
    String idPrefix;

    @Nullable
    String bindAddress;

    int keepAliveSeconds = 60;
    boolean cleanSession = true;
    long sessionExpirySeconds = NO_EXPIRY;
    MqttVersion version;
    int maxInflight = 20;
    final Map<Stage, List<Property>> properties = new EnumMap<>(Stage.class);

    // TLS
    @Nullable
    String caFile;

    @Nullable
    String caPath;

    @Nullable
    String certFile;

    @Nullable
    String keyFile;

    @Nullable
    String keyForm;

    @Nullable
    String ciphers;

    @Nullable
    String alpn;

    @Nullable
    String tlsVersion;

    @Nullable
    String psk;

    @Nullable
    String pskIdentity;

    boolean osCertificates;
    boolean insecure;

    // The will
    @Nullable
    String willTopic;

    @Nullable
    Bytes willPayload;

    Qos willQos = Qos.AT_MOST_ONCE;
    boolean willRetain;

    // Messages to send
    Source source = Source.NONE;
    Bytes message = Bytes.EMPTY;
    String file = "";

    @Nullable
    String topic;

    @Nullable
    String responseTopic;

    Qos qos = Qos.AT_MOST_ONCE;
    boolean retain;
    int repeat = 1;
    Duration repeatDelay = Duration.ZERO;

    // Messages that come
    final List<String> filters = new ArrayList<>();
    final List<String> withoutFilters = new ArrayList<>();
    final List<String> unsubscribed = new ArrayList<>();
    /** 0: without end. */
    int count;

    boolean exitAfterSubscribing;
    boolean noRetained;
    boolean retainAsPublished;
    boolean retainedOnly;
    boolean removeRetained;
    double randomPercent = ALL_PERCENT;
    /** 0: none. */
    int timeoutSeconds;

    // Output
    @Nullable
    MessageFormat format;

    boolean verbose;
    boolean endOfLine = true;
    boolean pretty;
    boolean color;
    boolean debug;
    boolean quiet;

    /** Where the messages to send are from. */
    enum Source {
        NONE,
        ARGUMENT,
        NULL,
        FILE,
        INPUT,
        INPUT_LINES
    }

    Settings(Tool tool) {
        this.tool = tool;
        this.version = tool == Tool.RR ? MqttVersion.V5 : MqttVersion.V3_1_1;
    }

    /** What {@code -D} has said for a stage, in order. */
    List<Property> properties(Stage stage) {
        return properties.getOrDefault(stage, List.of());
    }

    /** Whether TLS is spoken. */
    boolean isSecure() {
        return caFile != null || caPath != null || osCertificates || port == 8883;
    }
}
