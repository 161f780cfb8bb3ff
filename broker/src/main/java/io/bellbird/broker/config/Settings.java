package io.bellbird.broker.config;

import static io.bellbird.broker.config.Setting.Effect.AT_ONCE;
import static io.bellbird.broker.config.Setting.Effect.NEW_CONNECTIONS;
import static io.bellbird.broker.config.Setting.Effect.RESTART;

import io.bellbird.codec.Qos;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Every setting that has an effect, in the order of the reference that is generated from them. */
final class Settings {

    private static final int PAYLOAD_BYTES_MAX = 268_435_455;
    private static final int MEBIBYTE = 1 << 20;

    static final Setting<ListenAddress> LISTENER = Setting.of(
            "listener",
            new SettingType.Listen(),
            Optional.empty(),
            "",
            RESTART,
            """
            Opens a port for clients; may be given many times. Without an address all addresses of the machine are
            bound. Port 0 lets the operating system choose a free one. The settings of a listener follow its line.
            Without any `listener`, `port` or `bind_address` line the broker serves 127.0.0.1 and [::1], port 1883,
            and so only this machine.""");

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

    static final Setting<Protocol> PROTOCOL = Setting.of(
                    "protocol",
                    new SettingType.OneOf<>(words(Protocol.MQTT, Protocol.WEBSOCKETS)),
                    Optional.of(Protocol.MQTT),
                    "",
                    RESTART,
                    "What the listener speaks: MQTT over TCP, or MQTT in WebSocket frames, for browsers.")
            .perListener();

    static final Setting<Integer> MAX_CONNECTIONS = Setting.whole(
                    "max_connections",
                    -1,
                    -1,
                    Integer.MAX_VALUE,
                    "connections",
                    RESTART,
                    "Connections at one time. -1 means no limit but that of the operating system.")
            .perListener();

    static final Setting<Qos> MAX_QOS = Setting.of(
                    "max_qos",
                    new SettingType.OneOf<>(qosLevels()),
                    Optional.of(Qos.EXACTLY_ONCE),
                    "",
                    RESTART,
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
                    RESTART,
                    "Topic aliases of an MQTT 5 client, in each direction. 0 means none.")
            .perListener();

    static final Setting<Boolean> ALLOW_ANONYMOUS = Setting.of(
            "allow_anonymous",
            new SettingType.Flag(),
            Optional.empty(),
            "",
            NEW_CONNECTIONS,
            """
            Clients may connect without a user name. When nothing is said: true while only this machine is served
            because no listener is given, else false.""");

    static final Setting<Boolean> ALLOW_ZERO_LENGTH_CLIENTID = Setting.flag(
            "allow_zero_length_clientid",
            true,
            NEW_CONNECTIONS,
            "Clients may connect without a client id of their own and are given one. MQTT 3.1 clients never may.");

    static final Setting<String> AUTO_ID_PREFIX = Setting.of(
            "auto_id_prefix",
            new SettingType.Text(),
            Optional.of("auto-"),
            "",
            NEW_CONNECTIONS,
            "What the client ids begin with that the broker gives.");

    static final Setting<Integer> MAX_KEEPALIVE = Setting.whole(
            "max_keepalive",
            0,
            0,
            65_535,
            "seconds",
            NEW_CONNECTIONS,
            """
            The longest keep-alive. An MQTT 5 client that asks for more, or for none, is told to use this one.
            0 lets each client choose, also none at all.""");

    static final Setting<Integer> MAX_INFLIGHT_MESSAGES = Setting.whole(
                    "max_inflight_messages",
                    500,
                    0,
                    65_535,
                    "messages",
                    NEW_CONNECTIONS,
                    """
                    QoS 1 and 2 messages on their way, for each client and in each direction. 0 means no limit of our
                    own: the client's Receive Maximum applies. 1 keeps strict order across redelivery.""")
            .differing("20. A window of 500 keeps a line with a long delay full.");

    static final Setting<Integer> MAX_QUEUED_MESSAGES = Setting.whole(
                    "max_queued_messages",
                    0,
                    0,
                    Integer.MAX_VALUE,
                    "messages",
                    AT_ONCE,
                    """
                    Messages that wait for one session beyond those on their way. More are dropped for that session,
                    and counted. 0 means no limit but `max_queued_bytes`.""")
            .differing("1000. What waits costs bytes, so bytes are what is limited.");

    static final Setting<Long> MAX_QUEUED_BYTES = Setting.bytes(
                    "max_queued_bytes",
                    256L * MEBIBYTE,
                    0,
                    AT_ONCE,
                    """
                    Bytes of messages that wait for one session beyond those on their way: payload, topic and 300 for
                    each message. More are dropped for that session, and counted. 0 means no limit.""")
            .differing("0, no limit. One client that stays away must not fill the memory of all.");

    static final Setting<Boolean> QUEUE_QOS0_MESSAGES = Setting.flag(
            "queue_qos0_messages",
            false,
            AT_ONCE,
            "QoS 0 messages, too, wait for a client that is away, within the same limits.");

    static final Setting<Integer> MAX_PACKET_SIZE = Setting.wholeOrZero(
                    "max_packet_size",
                    16 * MEBIBYTE,
                    20,
                    BrokerConfig.PACKET_BYTES_MAX,
                    "bytes",
                    NEW_CONNECTIONS,
                    """
                    The largest packet from a client; one that sends a larger packet is disconnected. MQTT 5 clients
                    are told. 0 means the largest that MQTT can express, 268435460.""")
            .differing("2000000, before version 2.1 no limit. Pictures pass; one client cannot fill the memory.");

    static final Setting<Integer> MESSAGE_SIZE_LIMIT = Setting.whole(
            "message_size_limit",
            0,
            0,
            PAYLOAD_BYTES_MAX,
            "bytes",
            AT_ONCE,
            """
            The largest payload of a message from a client. A larger one is acknowledged, with a reason code to MQTT 5
            clients, and not delivered. 0 means no limit but `max_packet_size`.""");

    static final Setting<Long> OUTBOX_BYTES_MAX = Setting.bytes(
            "outbox_bytes_max",
            16L * MEBIBYTE,
            1,
            NEW_CONNECTIONS,
            """
            Bytes that wait for the socket of one client. While there are more, QoS 0 messages to it are dropped and
            counted, and QoS 1 and 2 messages wait in its queue. Not known to Mosquitto.""");

    static final Setting<Boolean> RETAIN_AVAILABLE = Setting.flag(
            "retain_available",
            true,
            NEW_CONNECTIONS,
            """
            Messages may be retained. If not, MQTT 5 clients are told, and a client that sends a retained message is
            disconnected.""");

    static final Setting<Boolean> SET_TCP_NODELAY = Setting.flag(
                    "set_tcp_nodelay",
                    true,
                    NEW_CONNECTIONS,
                    "Small packets leave at once instead of waiting for more (TCP_NODELAY).")
            .differing("false. Waiting costs up to 40 ms a message, and packets are joined here before they leave.");

    static final Setting<Integer> SHARDS = Setting.whole(
            "shards",
            0,
            0,
            BrokerConfig.SHARDS_MAX,
            "threads",
            RESTART,
            """
            Threads that the clients are divided over. 0 means one for each available processor, at most 16.
            Not known to Mosquitto.""");

    static final Setting<LogTarget> LOG_DEST = Setting.of(
            "log_dest",
            new SettingType.LogTargets(),
            Optional.of(new LogTarget(LogTarget.Kind.STDERR, Path.of(""))),
            "",
            AT_ONCE,
            "Where log lines go; may be given many times. `none` takes back what stands above it.");

    static final Setting<List<LogType>> LOG_TYPE = Setting.of(
            "log_type",
            new SettingType.OneOf<>(logTypes()),
            Optional.empty(),
            "",
            AT_ONCE,
            """
            Which log lines are written; may be given many times. When nothing is said: error, warning, notice and
            information. `none` takes back what stands above it.""");

    static final Setting<Boolean> CONNECTION_MESSAGES =
            Setting.flag("connection_messages", true, AT_ONCE, "Connects and disconnects of clients are logged.");

    static final Setting<Path> PID_FILE = Setting.of(
            "pid_file",
            new SettingType.FilePath(),
            Optional.empty(),
            "",
            RESTART,
            """
            A file that holds the process id while the broker runs. It is written when clients can connect and
            removed at a clean stop.""");

    private static final Map<String, Setting<?>> BY_NAME = byName(
            LISTENER,
            PORT,
            BIND_ADDRESS,
            PROTOCOL,
            MAX_CONNECTIONS,
            MAX_QOS,
            MAX_TOPIC_ALIAS,
            ALLOW_ANONYMOUS,
            ALLOW_ZERO_LENGTH_CLIENTID,
            AUTO_ID_PREFIX,
            MAX_KEEPALIVE,
            MAX_INFLIGHT_MESSAGES,
            MAX_QUEUED_MESSAGES,
            MAX_QUEUED_BYTES,
            QUEUE_QOS0_MESSAGES,
            MAX_PACKET_SIZE,
            MESSAGE_SIZE_LIMIT,
            OUTBOX_BYTES_MAX,
            RETAIN_AVAILABLE,
            SET_TCP_NODELAY,
            SHARDS,
            LOG_DEST,
            LOG_TYPE,
            CONNECTION_MESSAGES,
            PID_FILE);

    private Settings() {}

    /** All settings. */
    static List<Setting<?>> all() {
        return List.copyOf(BY_NAME.values());
    }

    /** The setting of a key, also of an older name that Mosquitto still accepts. */
    static Optional<Setting<?>> find(String key) {
        return Optional.ofNullable(key.equals("maximum_qos") ? MAX_QOS : BY_NAME.get(key));
    }

    private static Map<String, Setting<?>> byName(Setting<?>... settings) {
        Map<String, Setting<?>> byName = new LinkedHashMap<>();
        for (Setting<?> setting : settings) {
            byName.put(setting.name(), setting);
        }
        return byName;
    }

    private static Map<String, Protocol> words(Protocol... protocols) {
        Map<String, Protocol> words = new LinkedHashMap<>();
        for (Protocol protocol : protocols) {
            words.put(protocol.word(), protocol);
        }
        return words;
    }

    private static Map<String, Qos> qosLevels() {
        Map<String, Qos> levels = new LinkedHashMap<>();
        for (Qos qos : Qos.values()) {
            levels.put(Integer.toString(qos.level()), qos);
        }
        return levels;
    }

    private static Map<String, List<LogType>> logTypes() {
        Map<String, List<LogType>> types = new LinkedHashMap<>();
        for (LogType type : LogType.values()) {
            types.put(type.word(), List.of(type));
        }
        types.put("none", List.of());
        types.put("all", List.of(LogType.values()));
        return types;
    }
}
