package io.bellbird.broker.config;

import static io.bellbird.broker.config.Setting.Effect.AT_ONCE;
import static io.bellbird.broker.config.Setting.Effect.NEW_CONNECTIONS;
import static io.bellbird.broker.config.SettingType.words;

import java.util.List;
import java.util.Optional;

/** What holds for clients and their messages: who may connect, and the limits. */
final class ClientSettings {

    private static final int PAYLOAD_BYTES_MAX = 268_435_455;
    private static final int MEBIBYTE = 1 << 20;

    static final Setting<Boolean> PER_LISTENER_SETTINGS = Setting.flag(
            "per_listener_settings",
            false,
            AT_ONCE,
            """
            With true, `allow_anonymous`, `password_file`, `acl_file`, `allow_zero_length_clientid` and `auto_id_prefix`
            belong to the listener above them, and must stand below one. It must stand above all of them.
            `listener_allow_anonymous` and `listener_auto_id_prefix` do the same without it.""");

    static final Setting<Boolean> ALLOW_ANONYMOUS = Setting.of(
                    "allow_anonymous",
                    new SettingType.Flag(),
                    Optional.empty(),
                    "",
                    AT_ONCE,
                    """
            Clients may connect without a user name. When nothing is said: true while only this machine is served
            because no listener is given, and there is no `password_file`; else false.""")
            .securing();

    static final Setting<Boolean> ALLOW_ZERO_LENGTH_CLIENTID = Setting.flag(
                    "allow_zero_length_clientid",
                    true,
                    NEW_CONNECTIONS,
                    "Clients may connect without a client id of their own and are given one. MQTT 3.1 clients never may.")
            .securing();

    static final Setting<String> AUTO_ID_PREFIX = Setting.of(
                    "auto_id_prefix",
                    new SettingType.ShortText(ListenerSettings.AUTO_ID_PREFIX_MAX),
                    Optional.of("auto-"),
                    "",
                    NEW_CONNECTIONS,
                    "What the client ids begin with that the broker gives.")
            .securing();

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

    static final Setting<Long> MAX_INFLIGHT_BYTES = Setting.bytes(
            "max_inflight_bytes",
            0,
            0,
            AT_ONCE,
            """
            Bytes of QoS 1 and 2 messages on their way to one client. While there are fewer, the next message leaves,
            whatever its size. 0 means no limit but `max_inflight_messages`.""");

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

    static final Setting<QueueFullPolicy> QUEUE_FULL_POLICY = Setting.of(
            "queue_full_policy",
            new SettingType.OneOf<>(words(QueueFullPolicy::word, QueueFullPolicy.values())),
            Optional.of(QueueFullPolicy.DROP_NEWEST),
            "",
            AT_ONCE,
            """
            What happens to a message for a session whose queue is full. `drop_newest` drops it for this session
            alone; `drop_oldest` drops the one that waits longest and was not sent yet instead; `reject` drops it for
            this session too, and an MQTT 5 publisher is told (0x97) that not everybody got it; `disconnect` does as
            `drop_newest` and disconnects the session's client, whose session stays. Each dropped message is counted.
            Not known to Mosquitto.""");

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
            AT_ONCE,
            """
            Bytes that wait for the socket of one client. While there are more, QoS 0 messages to it are dropped and
            counted, and QoS 1 and 2 messages wait in its queue. Not known to Mosquitto.""");

    static final Setting<Long> MAX_SUBSCRIPTION_BYTES = Setting.bytes(
            "max_subscription_bytes",
            64L * MEBIBYTE,
            0,
            AT_ONCE,
            """
            Memory for the subscriptions of one session, in bytes: 300 for each, 250 for each level of its filter, and
            2 for each byte of its text; for a shared subscription 1200 and 2 for each byte more. Further ones are
            refused, those that are there can be replaced. 0 means no limit but 100000 subscriptions.
            Not known to Mosquitto.""");

    static final Setting<Long> MEMORY_LIMIT = Setting.bytes(
                    "memory_limit",
                    0,
                    0,
                    AT_ONCE,
                    """
                    Bytes of messages that the broker holds in memory for all clients together. Above it, publishers
                    are not read until there is room. When there has been none for 10 seconds, they are read again,
                    and a session that already holds 1 MiB in memory gets no more. 0 means half of the heap.""")
            .differing("0, no limit. A broker that runs out of memory serves nobody.");

    static final Setting<Integer> GLOBAL_MAX_CLIENTS = Setting.whole(
            "global_max_clients",
            -1,
            -1,
            Integer.MAX_VALUE,
            "sessions",
            NEW_CONNECTIONS,
            """
            Sessions at one time, of connected clients and of clients that are away. A client that would need one
            more is refused; one whose session is there is not. Clients that come at the same moment can make it one
            too many for each further of the `shards`. -1 means no limit.""");

    static final Setting<Integer> GLOBAL_MAX_CONNECTIONS = Setting.whole(
            "global_max_connections",
            -1,
            -1,
            Integer.MAX_VALUE,
            "connections",
            NEW_CONNECTIONS,
            """
            Connections at one time over all listeners; more are closed at once. There are never more than the files
            that the operating system lets the broker have open, less 200. -1 means no other limit.""");

    static final Setting<Boolean> RETAIN_AVAILABLE = Setting.flag(
            "retain_available",
            true,
            NEW_CONNECTIONS,
            """
            Messages may be retained. If not, MQTT 5 clients are told, and a client that sends a retained message is
            disconnected.""");

    static final Setting<Boolean> UPGRADE_OUTGOING_QOS = Setting.flag(
            "upgrade_outgoing_qos",
            false,
            AT_ONCE,
            """
            Messages are delivered with the QoS of the subscription, also when they were published with a lower one.
            MQTT does not allow it.""");

    static final Setting<Boolean> SET_TCP_NODELAY = Setting.flag(
                    "set_tcp_nodelay",
                    true,
                    NEW_CONNECTIONS,
                    "Small packets leave at once instead of waiting for more (TCP_NODELAY).")
            .differing("false. Waiting costs up to 40 ms a message, and packets are joined here before they leave.");

    /** All of them, in the order of the reference. */
    static final List<Setting<?>> ALL = List.of(
            PER_LISTENER_SETTINGS,
            ALLOW_ANONYMOUS,
            ALLOW_ZERO_LENGTH_CLIENTID,
            AUTO_ID_PREFIX,
            MAX_KEEPALIVE,
            MAX_INFLIGHT_MESSAGES,
            MAX_INFLIGHT_BYTES,
            MAX_QUEUED_MESSAGES,
            MAX_QUEUED_BYTES,
            QUEUE_FULL_POLICY,
            QUEUE_QOS0_MESSAGES,
            MAX_PACKET_SIZE,
            MESSAGE_SIZE_LIMIT,
            OUTBOX_BYTES_MAX,
            MAX_SUBSCRIPTION_BYTES,
            MEMORY_LIMIT,
            GLOBAL_MAX_CLIENTS,
            GLOBAL_MAX_CONNECTIONS,
            RETAIN_AVAILABLE,
            UPGRADE_OUTGOING_QOS,
            SET_TCP_NODELAY);

    private ClientSettings() {}
}
