package io.bellbird.broker.config;

import static io.bellbird.broker.config.Setting.Effect.AT_ONCE;
import static io.bellbird.broker.config.Setting.Effect.NEW_CONNECTIONS;
import static io.bellbird.broker.config.Setting.Effect.RESTART;
import static io.bellbird.broker.config.SettingType.words;

import io.bellbird.codec.MqttVersion;
import io.bellbird.codec.Qos;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** What can be set for each listener. */
final class ListenerSettings {

    /** Bytes of a prefix for client ids at most, as in Mosquitto. */
    static final int AUTO_ID_PREFIX_MAX = 50;

    static final Setting<ListenAddress> LISTENER = Setting.of(
            "listener",
            new SettingType.Listen(),
            Optional.empty(),
            "",
            RESTART,
            """
            Opens a port for clients; may be given many times. Without an address all addresses of the machine are
            bound. Port 0 lets the operating system choose a free one. Port 0 and a path that begins with / or ./ is a
            Unix domain socket, for clients on this machine: see [proxy.md](proxy.md). The settings of a listener
            follow its line. Without any `listener`, `port` or `bind_address` line the broker serves 127.0.0.1 and
            [::1], port 1883, and so only this machine.""");

    static final Setting<Integer> PORT = Setting.whole(
            "port",
            BrokerConfig.MQTT_PORT,
            1,
            65_535,
            "",
            RESTART,
            """
            The port of the default listener, which is opened when this line or `bind_address` is given.
            A `listener` line says the same and more.""");

    static final Setting<String> BIND_ADDRESS = Setting.of(
            "bind_address",
            new SettingType.Text(),
            Optional.empty(),
            "",
            RESTART,
            """
            The address of the default listener, which is opened when this line or `port` is given.
            A `listener` line says the same and more.""");

    static final Setting<String> BIND_INTERFACE = Setting.of(
                    "bind_interface",
                    new SettingType.Text(),
                    Optional.empty(),
                    "",
                    RESTART,
                    """
                    The network interface whose addresses are bound, all that it has when the broker starts, for
                    instance eth0. Counts more than an address. When nothing is said: any.""")
            .perListener();

    static final Setting<SocketDomain> SOCKET_DOMAIN = Setting.of(
                    "socket_domain",
                    new SettingType.OneOf<>(words(SocketDomain::word, SocketDomain.IPV4, SocketDomain.IPV6)),
                    Optional.empty(),
                    "",
                    RESTART,
                    "The only version of the Internet Protocol that is used. When nothing is said: both.")
            .perListener();

    static final Setting<Protocol> PROTOCOL = Setting.of(
                    "protocol",
                    new SettingType.OneOf<>(words(Protocol::word, Protocol.values())),
                    Optional.of(Protocol.MQTT),
                    "",
                    RESTART,
                    "What the listener speaks: MQTT over TCP, or MQTT in WebSocket frames, for browsers.")
            .perListener();

    static final Setting<ProxyProtocol> ENABLE_PROXY_PROTOCOL = Setting.of(
                    "enable_proxy_protocol",
                    new SettingType.OneOf<>(
                            words(version -> version.name().substring(1), ProxyProtocol.V1, ProxyProtocol.V2)),
                    Optional.empty(),
                    "",
                    RESTART,
                    """
                    A proxy says before each connection whose it is, in this version of the PROXY protocol: 1 is a line
                    of text, 2 is binary. What it says is believed, so that nobody but proxies may reach the listener:
                    see [proxy.md](proxy.md). A connection without it is closed. When nothing is said: clients come
                    themselves.""")
            .perListener();

    static final Setting<Boolean> PROXY_PROTOCOL_V2_REQUIRE_TLS = Setting.flag(
                    "proxy_protocol_v2_require_tls",
                    false,
                    RESTART,
                    """
                    With `enable_proxy_protocol 2`: only clients that speak TLS with the proxy, as the proxy says, are
                    served.""")
            .perListener();

    static final Setting<Set<MqttVersion>> ACCEPT_PROTOCOL_VERSIONS = Setting.of(
                    "accept_protocol_versions",
                    new SettingType.MqttVersions(),
                    Optional.of(EnumSet.allOf(MqttVersion.class)),
                    "",
                    NEW_CONNECTIONS,
                    """
                    The versions of MQTT that are spoken, by their number in CONNECT: 3 is MQTT 3.1, 4 is 3.1.1 and 5
                    is 5.0. A client of another version is refused.""")
            .perListener();

    static final Setting<Integer> MAX_CONNECTIONS = Setting.whole(
                    "max_connections",
                    -1,
                    -1,
                    Integer.MAX_VALUE,
                    "connections",
                    NEW_CONNECTIONS,
                    "Connections at one time. -1 means no limit but `global_max_connections`.")
            .perListener();

    static final Setting<Qos> MAX_QOS = Setting.of(
                    "max_qos",
                    new SettingType.OneOf<>(qosLevels()),
                    Optional.of(Qos.EXACTLY_ONCE),
                    "",
                    NEW_CONNECTIONS,
                    """
                    The highest QoS that clients may publish with. MQTT 5 clients are told; a client that publishes
                    with a higher one is disconnected. `maximum_qos` is the same.""")
            .perListener();

    static final Setting<Integer> MAX_TOPIC_ALIAS = Setting.whole(
                    "max_topic_alias",
                    10,
                    0,
                    65_535,
                    "aliases",
                    NEW_CONNECTIONS,
                    "Topic aliases that an MQTT 5 client may make for what it publishes. 0 means none.")
            .perListener();

    static final Setting<Integer> MAX_TOPIC_ALIAS_BROKER = Setting.whole(
                    "max_topic_alias_broker",
                    10,
                    0,
                    65_535,
                    "aliases",
                    NEW_CONNECTIONS,
                    """
                    Topic aliases that the broker makes for an MQTT 5 client, as far as the client allows as many.
                    0 means none.""")
            .perListener();

    static final Setting<String> MOUNT_POINT = Setting.of(
                    "mount_point",
                    new SettingType.TopicPrefix(),
                    Optional.empty(),
                    "",
                    RESTART,
                    """
                    Put before the topics of the clients of this listener, and taken off again from what they are
                    sent, so that they see only what lies below it, and so nothing of $SYS. Wills and shared
                    subscriptions get it too; response topics stay as they are. It should end with /: else filters
                    that begin with a wildcard are refused. When nothing is said: nothing.""")
            .perListener();

    static final Setting<Boolean> USE_USERNAME_AS_CLIENTID = Setting.flag(
                    "use_username_as_clientid",
                    false,
                    NEW_CONNECTIONS,
                    """
                    The user name of a client replaces its client id, so that nobody can take over the session of
                    another user. A client without a user name is not authorized.""")
            .perListener();

    static final Setting<Boolean> LISTENER_ALLOW_ANONYMOUS = Setting.of(
                    "listener_allow_anonymous",
                    new SettingType.Flag(),
                    Optional.empty(),
                    "",
                    AT_ONCE,
                    """
                    Clients of this listener may connect without a user name. When nothing is said: as
                    `allow_anonymous` says.""")
            .perListener();

    static final Setting<String> LISTENER_AUTO_ID_PREFIX = Setting.of(
                    "listener_auto_id_prefix",
                    new SettingType.ShortText(AUTO_ID_PREFIX_MAX),
                    Optional.empty(),
                    "",
                    NEW_CONNECTIONS,
                    """
                    What the client ids begin with that the broker gives to clients of this listener. When nothing is
                    said: as `auto_id_prefix` says.""")
            .perListener();

    static final Setting<Path> HTTP_DIR = Setting.of(
                    "http_dir",
                    new SettingType.FilePath("folder"),
                    Optional.empty(),
                    "",
                    RESTART,
                    """
                    A folder whose files a listener with `protocol websockets` gives to a browser that asks for them,
                    index.html for a folder in it. Nothing is given that lies outside, also behind a symbolic link,
                    and nothing whose name begins with a dot. When nothing is said: none.""")
            .perListener();

    static final Setting<List<String>> WEBSOCKETS_ORIGIN = Setting.of(
                    "websockets_origin",
                    new SettingType.Texts(),
                    Optional.empty(),
                    "",
                    RESTART,
                    """
                    A web page from this origin may connect, written as a browser sends it: https://example.com:8080.
                    May be given many times. Others get 403; programs, which name no origin, may connect. When nothing
                    is said: pages from everywhere may.""")
            .perListener();

    static final Setting<Integer> WEBSOCKETS_HEADERS_SIZE = Setting.whole(
                    "websockets_headers_size",
                    8192,
                    WebSocketConfig.HEADERS_BYTES_LEAST,
                    WebSocketConfig.HEADERS_BYTES_MOST,
                    "bytes",
                    RESTART,
                    """
                    The headers of one WebSocket handshake together; a client that sends more is refused. Cookies need
                    room here.""")
            .differing("4096. Browsers send a page's cookies along, and the room is taken only while it is needed.");

    /** All of them, in the order of the reference. */
    static final List<Setting<?>> ALL = List.of(
            LISTENER,
            PORT,
            BIND_ADDRESS,
            BIND_INTERFACE,
            SOCKET_DOMAIN,
            PROTOCOL,
            ENABLE_PROXY_PROTOCOL,
            PROXY_PROTOCOL_V2_REQUIRE_TLS,
            ACCEPT_PROTOCOL_VERSIONS,
            MAX_CONNECTIONS,
            MAX_QOS,
            MAX_TOPIC_ALIAS,
            MAX_TOPIC_ALIAS_BROKER,
            MOUNT_POINT,
            USE_USERNAME_AS_CLIENTID,
            LISTENER_ALLOW_ANONYMOUS,
            LISTENER_AUTO_ID_PREFIX,
            HTTP_DIR,
            WEBSOCKETS_ORIGIN,
            WEBSOCKETS_HEADERS_SIZE);

    private ListenerSettings() {}

    private static Map<String, Qos> qosLevels() {
        Map<String, Qos> levels = new LinkedHashMap<>();
        for (Qos qos : Qos.values()) {
            levels.put(Integer.toString(qos.level()), qos);
        }
        return levels;
    }
}
