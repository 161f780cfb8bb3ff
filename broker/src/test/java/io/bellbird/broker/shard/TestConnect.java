package io.bellbird.broker.shard;

import io.bellbird.codec.Bytes;
import io.bellbird.codec.Connect;
import io.bellbird.codec.MqttVersion;
import io.bellbird.codec.ProblemInformation;
import io.bellbird.codec.WillMessage;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Puts a CONNECT together: a clean start, no keep-alive and no will, unless a test says otherwise. */
public final class TestConnect {
    private final MqttVersion version;
    private final String clientId;
    private boolean sendsClientId = true;
    private boolean bridge;
    private boolean cleanStart = true;
    private int keepAliveSeconds;
    private @Nullable WillMessage will;
    private @Nullable String username;
    private @Nullable Bytes password;
    private long expirySeconds;
    private int receiveMaximum = 65_535;
    private long maximumPacketSize = Connect.Properties.NO_LIMIT;
    private int topicAliasMaximum;
    private ProblemInformation problemInformation = ProblemInformation.WANTED;
    private @Nullable String authenticationMethod;

    private TestConnect(MqttVersion version, String clientId) {
        this.version = version;
        this.clientId = clientId;
    }

    /** A client of a version. */
    public static TestConnect of(MqttVersion version, String clientId) {
        return new TestConnect(version, clientId);
    }

    /** A client of MQTT 5. */
    public static TestConnect v5(String clientId) {
        return new TestConnect(MqttVersion.V5, clientId);
    }

    /** A client of MQTT 3.1.1. */
    public static TestConnect v3(String clientId) {
        return new TestConnect(MqttVersion.V3_1_1, clientId);
    }

    /** A client of MQTT 5 that takes up its session and leaves it behind for ever. */
    public static TestConnect staying(String clientId) {
        return v5(clientId).cleanStart(false).expirySeconds(Connect.Properties.NEVER_EXPIRES);
    }

    /** CONNECT has no client id, and the broker chose this one. */
    public TestConnect assigned() {
        sendsClientId = false;
        return this;
    }

    public TestConnect bridge() {
        bridge = true;
        return this;
    }

    public TestConnect cleanStart(boolean clean) {
        cleanStart = clean;
        return this;
    }

    public TestConnect keepAliveSeconds(int seconds) {
        keepAliveSeconds = seconds;
        return this;
    }

    public TestConnect will(WillMessage message) {
        will = message;
        return this;
    }

    public TestConnect credentials(String name, String secret) {
        username = name;
        password = Bytes.utf8(secret);
        return this;
    }

    public TestConnect expirySeconds(long seconds) {
        expirySeconds = seconds;
        return this;
    }

    public TestConnect receiveMaximum(int messages) {
        receiveMaximum = messages;
        return this;
    }

    public TestConnect maximumPacketSize(long bytes) {
        maximumPacketSize = bytes;
        return this;
    }

    public TestConnect topicAliasMaximum(int aliases) {
        topicAliasMaximum = aliases;
        return this;
    }

    public TestConnect problemInformation(boolean wanted) {
        problemInformation = wanted ? ProblemInformation.WANTED : ProblemInformation.UNWANTED;
        return this;
    }

    public TestConnect authenticationMethod(String method) {
        authenticationMethod = method;
        return this;
    }

    String clientId() {
        return clientId;
    }

    Connect packet() {
        return new Connect(
                version,
                bridge,
                sendsClientId ? clientId : "",
                cleanStart,
                keepAliveSeconds,
                will,
                username,
                password,
                new Connect.Properties(
                        expirySeconds,
                        receiveMaximum,
                        maximumPacketSize,
                        topicAliasMaximum,
                        false,
                        problemInformation,
                        authenticationMethod,
                        null,
                        List.of()));
    }
}
