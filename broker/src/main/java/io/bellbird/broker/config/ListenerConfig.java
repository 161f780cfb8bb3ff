package io.bellbird.broker.config;

import io.bellbird.broker.store.Durability;
import io.bellbird.codec.MqttVersion;
import io.bellbird.codec.Qos;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/**
 * One address that clients connect to.
 *
 * <p>What is an {@link Optional} here holds for the whole broker unless the listener says otherwise: ask the
 * {@link BrokerConfig}, for instance {@link BrokerConfig#durability(ListenerConfig)}.
 *
 * @param host host name or IP address to bind, without brackets; empty means all addresses of the machine; what has a
 *     slash is the path of a Unix domain socket, of at most {@value #UNIX_PATH_BYTES_MAX} bytes
 * @param port TCP port, 0..65535; 0 lets the operating system choose one; 0 for a Unix domain socket
 * @param bindInterface the network interface to bind; empty means any
 * @param socketDomain which versions of the Internet Protocol are used
 * @param protocol what is spoken there
 * @param webSocket for the protocol WEBSOCKETS
 * @param acceptProtocolVersions the versions of MQTT that are spoken, at least one
 * @param maxConnections connections at one time, at least 0; -1 means no limit
 * @param maxQos the highest QoS that clients may publish with
 * @param maxTopicAlias topic aliases that a client may make, 0..65535; 0 means none
 * @param maxTopicAliasBroker topic aliases that the broker makes for a client, 0..65535; 0 means none
 * @param mountPoint what is put before the topics of its clients and taken off again; empty means nothing
 * @param tls what it needs to speak TLS; empty means that it does not
 * @param proxyProtocol what a proxy in front of it says of each client
 * @param useUsernameAsClientId the user name replaces the client id, and is required
 * @param allowAnonymous clients may connect without a user name
 * @param allowZeroLengthClientId clients may connect with an empty client id
 * @param passwordFile the users that may connect, with their passwords
 * @param aclFile what they may do
 * @param autoIdPrefix what client ids begin with that the broker assigns; may be the empty text
 * @param durability what an acknowledgement to a client of this listener means
 * @param required the broker does not start without it; otherwise it says why it is not there, and goes on
 */
public record ListenerConfig(
        String host,
        int port,
        String bindInterface,
        SocketDomain socketDomain,
        Protocol protocol,
        WebSocketConfig webSocket,
        Set<MqttVersion> acceptProtocolVersions,
        int maxConnections,
        Qos maxQos,
        int maxTopicAlias,
        int maxTopicAliasBroker,
        String mountPoint,
        Optional<TlsConfig> tls,
        ProxyProtocol proxyProtocol,
        boolean useUsernameAsClientId,
        Optional<Path> passwordFile,
        Optional<Path> aclFile,
        Optional<Boolean> allowAnonymous,
        Optional<Boolean> allowZeroLengthClientId,
        Optional<String> autoIdPrefix,
        Optional<Durability> durability,
        boolean required) {

    /** The operating system has room for no longer path of a socket. */
    static final int UNIX_PATH_BYTES_MAX = 107;

    /** Checks the ranges. */
    public ListenerConfig {
        Objects.requireNonNull(host);
        Objects.requireNonNull(protocol);
        Objects.requireNonNull(maxQos);
        Objects.requireNonNull(proxyProtocol);
        acceptProtocolVersions = Set.copyOf(acceptProtocolVersions);
        if (acceptProtocolVersions.isEmpty()) {
            throw new IllegalArgumentException("a listener needs at least one version of MQTT");
        }
        boolean isUnix = host.contains("/");
        Ranges.check("port", port, 0, isUnix ? 0 : 65_535);
        if (isUnix) {
            Ranges.check(
                    "bytes of the path of a socket",
                    host.getBytes(StandardCharsets.UTF_8).length,
                    1,
                    UNIX_PATH_BYTES_MAX);
        }
        Ranges.check("maxConnections", maxConnections, -1, Integer.MAX_VALUE);
        Ranges.check("maxTopicAlias", maxTopicAlias, 0, 65_535);
        Ranges.check("maxTopicAliasBroker", maxTopicAliasBroker, 0, 65_535);
    }

    /**
     * MQTT over TCP on 127.0.0.1, with the defaults of all else.
     *
     * @param port TCP port, 0..65535; 0 lets the operating system choose one
     */
    public static ListenerConfig local(int port) {
        return at("127.0.0.1", port);
    }

    /**
     * MQTT over TCP on an address, with the defaults of all else.
     *
     * @param host host name or IP address to bind, without brackets; empty means all addresses of the machine
     * @param port TCP port, 0..65535; 0 lets the operating system choose one
     */
    public static ListenerConfig at(String host, int port) {
        return builder(host, port).build();
    }

    /**
     * MQTT over a Unix domain socket, with the defaults of all else.
     *
     * @param path with a slash in it; of at most {@value #UNIX_PATH_BYTES_MAX} bytes
     */
    public static ListenerConfig unix(Path path) {
        return at(path.toString(), 0);
    }

    /**
     * A builder that holds the defaults of all else.
     *
     * @param host host name or IP address to bind, without brackets; empty means all addresses of the machine; what has a
     *     slash is the path of a Unix domain socket
     * @param port TCP port, 0..65535; 0 lets the operating system choose one; 0 for a Unix domain socket
     */
    public static Builder builder(String host, int port) {
        return new Builder(host, port);
    }

    /** The path of its Unix domain socket; empty when it has a port. */
    public Optional<Path> unixPath() {
        return host.contains("/") ? Optional.of(Path.of(host)) : Optional.empty();
    }

    /** What the log calls it: its port, as configured, or the path of its Unix domain socket. */
    public String name() {
        return unixPath().map(Path::toString).orElseGet(() -> Integer.toString(port));
    }

    /** Whether the other one is, or was, opened at the same address. */
    boolean isAtPlaceOf(ListenerConfig other) {
        return host.equals(other.host)
                && port == other.port
                && bindInterface.equals(other.bindInterface)
                && socketDomain == other.socketDomain;
    }

    /** A builder that holds these values. */
    public Builder toBuilder() {
        Builder builder = new Builder(host, port)
                .bindInterface(bindInterface)
                .socketDomain(socketDomain)
                .protocol(protocol)
                .webSocket(webSocket)
                .acceptProtocolVersions(acceptProtocolVersions)
                .maxConnections(maxConnections)
                .maxQos(maxQos)
                .maxTopicAlias(maxTopicAlias)
                .maxTopicAliasBroker(maxTopicAliasBroker)
                .mountPoint(mountPoint)
                .proxyProtocol(proxyProtocol)
                .useUsernameAsClientId(useUsernameAsClientId)
                .required(required);
        tls.ifPresent(builder::tls);
        passwordFile.ifPresent(builder::passwordFile);
        aclFile.ifPresent(builder::aclFile);
        allowAnonymous.ifPresent(builder::allowAnonymous);
        allowZeroLengthClientId.ifPresent(builder::allowZeroLengthClientId);
        autoIdPrefix.ifPresent(builder::autoIdPrefix);
        durability.ifPresent(builder::durability);
        return builder;
    }

    /** The same listener that speaks {@code protocol}. */
    public ListenerConfig withProtocol(Protocol protocol) {
        return toBuilder().protocol(protocol).build();
    }

    /** The same listener with another limit of connections at one time; -1 means no limit. */
    public ListenerConfig withMaxConnections(int maxConnections) {
        return toBuilder().maxConnections(maxConnections).build();
    }

    /** The same listener with another highest QoS. */
    public ListenerConfig withMaxQos(Qos maxQos) {
        return toBuilder().maxQos(maxQos).build();
    }

    /** The same listener with another number of topic aliases in each direction, 0..65535. */
    public ListenerConfig withMaxTopicAlias(int maxTopicAlias) {
        return toBuilder()
                .maxTopicAlias(maxTopicAlias)
                .maxTopicAliasBroker(maxTopicAlias)
                .build();
    }

    /** Collects the values of a {@link ListenerConfig}; each method sets the component of its name. */
    public static final class Builder {
        private final String host;
        private final int port;
        private String bindInterface = "";
        private SocketDomain socketDomain = SocketDomain.ANY;
        private Protocol protocol = ListenerSettings.PROTOCOL.byDefault();
        private WebSocketConfig webSocket = WebSocketConfig.defaults();
        private Set<MqttVersion> acceptProtocolVersions = EnumSet.allOf(MqttVersion.class);
        private int maxConnections = ListenerSettings.MAX_CONNECTIONS.byDefault();
        private Qos maxQos = ListenerSettings.MAX_QOS.byDefault();
        private int maxTopicAlias = ListenerSettings.MAX_TOPIC_ALIAS.byDefault();
        private int maxTopicAliasBroker = ListenerSettings.MAX_TOPIC_ALIAS_BROKER.byDefault();
        private String mountPoint = "";
        private Optional<TlsConfig> tls = Optional.empty();
        private ProxyProtocol proxyProtocol = ProxyProtocol.NONE;
        private boolean useUsernameAsClientId = ListenerSettings.USE_USERNAME_AS_CLIENTID.byDefault();
        private Optional<Path> passwordFile = Optional.empty();
        private Optional<Path> aclFile = Optional.empty();
        private Optional<Boolean> allowAnonymous = Optional.empty();
        private Optional<Boolean> allowZeroLengthClientId = Optional.empty();
        private Optional<String> autoIdPrefix = Optional.empty();
        private Optional<Durability> durability = Optional.empty();
        private boolean required = true;

        private Builder(String host, int port) {
            this.host = host;
            this.port = port;
        }

        /** Sets {@link ListenerConfig#bindInterface}. */
        public Builder bindInterface(String bindInterface) {
            this.bindInterface = bindInterface;
            return this;
        }

        /** Sets {@link ListenerConfig#socketDomain}. */
        public Builder socketDomain(SocketDomain socketDomain) {
            this.socketDomain = socketDomain;
            return this;
        }

        /** Sets {@link ListenerConfig#protocol}. */
        public Builder protocol(Protocol protocol) {
            this.protocol = protocol;
            return this;
        }

        /** Sets {@link ListenerConfig#webSocket}. */
        public Builder webSocket(WebSocketConfig webSocket) {
            this.webSocket = webSocket;
            return this;
        }

        /** Sets {@link ListenerConfig#acceptProtocolVersions}. */
        public Builder acceptProtocolVersions(Set<MqttVersion> acceptProtocolVersions) {
            this.acceptProtocolVersions = Set.copyOf(acceptProtocolVersions);
            return this;
        }

        /** Sets {@link ListenerConfig#maxConnections}. */
        public Builder maxConnections(int maxConnections) {
            this.maxConnections = maxConnections;
            return this;
        }

        /** Sets {@link ListenerConfig#maxQos}. */
        public Builder maxQos(Qos maxQos) {
            this.maxQos = maxQos;
            return this;
        }

        /** Sets {@link ListenerConfig#maxTopicAlias}. */
        public Builder maxTopicAlias(int maxTopicAlias) {
            this.maxTopicAlias = maxTopicAlias;
            return this;
        }

        /** Sets {@link ListenerConfig#maxTopicAliasBroker}. */
        public Builder maxTopicAliasBroker(int maxTopicAliasBroker) {
            this.maxTopicAliasBroker = maxTopicAliasBroker;
            return this;
        }

        /** Sets {@link ListenerConfig#mountPoint}. */
        public Builder mountPoint(String mountPoint) {
            this.mountPoint = mountPoint;
            return this;
        }

        /** Sets {@link ListenerConfig#tls}. */
        public Builder tls(TlsConfig tls) {
            this.tls = Optional.of(tls);
            return this;
        }

        /** Takes {@link ListenerConfig#tls} back. */
        Builder withoutTls() {
            this.tls = Optional.empty();
            return this;
        }

        /** Sets {@link ListenerConfig#proxyProtocol}. */
        public Builder proxyProtocol(ProxyProtocol proxyProtocol) {
            this.proxyProtocol = proxyProtocol;
            return this;
        }

        /** Sets {@link ListenerConfig#passwordFile}. */
        public Builder passwordFile(Path passwordFile) {
            this.passwordFile = Optional.of(passwordFile);
            return this;
        }

        /** Sets {@link ListenerConfig#aclFile}. */
        public Builder aclFile(Path aclFile) {
            this.aclFile = Optional.of(aclFile);
            return this;
        }

        /** Sets {@link ListenerConfig#useUsernameAsClientId}. */
        public Builder useUsernameAsClientId(boolean useUsernameAsClientId) {
            this.useUsernameAsClientId = useUsernameAsClientId;
            return this;
        }

        /** Sets {@link ListenerConfig#allowAnonymous}. */
        public Builder allowAnonymous(boolean allowAnonymous) {
            this.allowAnonymous = Optional.of(allowAnonymous);
            return this;
        }

        /** Sets {@link ListenerConfig#allowZeroLengthClientId}. */
        public Builder allowZeroLengthClientId(boolean allowZeroLengthClientId) {
            this.allowZeroLengthClientId = Optional.of(allowZeroLengthClientId);
            return this;
        }

        /** Sets {@link ListenerConfig#autoIdPrefix}. */
        public Builder autoIdPrefix(String autoIdPrefix) {
            this.autoIdPrefix = Optional.of(autoIdPrefix);
            return this;
        }

        /** Sets {@link ListenerConfig#required}. */
        public Builder required(boolean required) {
            this.required = required;
            return this;
        }

        /** Sets {@link ListenerConfig#durability}. */
        public Builder durability(Durability durability) {
            this.durability = Optional.of(durability);
            return this;
        }

        /**
         * The finished configuration.
         *
         * @throws IllegalArgumentException for a value out of its range, which it names
         */
        public ListenerConfig build() {
            return new ListenerConfig(
                    host,
                    port,
                    bindInterface,
                    socketDomain,
                    protocol,
                    webSocket,
                    acceptProtocolVersions,
                    maxConnections,
                    maxQos,
                    maxTopicAlias,
                    maxTopicAliasBroker,
                    mountPoint,
                    tls,
                    proxyProtocol,
                    useUsernameAsClientId,
                    passwordFile,
                    aclFile,
                    allowAnonymous,
                    allowZeroLengthClientId,
                    autoIdPrefix,
                    durability,
                    required);
        }
    }
}
