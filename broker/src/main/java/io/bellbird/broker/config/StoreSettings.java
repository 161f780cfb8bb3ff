package io.bellbird.broker.config;

import static io.bellbird.broker.config.Setting.Effect.AT_ONCE;
import static io.bellbird.broker.config.Setting.Effect.NEW_CONNECTIONS;
import static io.bellbird.broker.config.Setting.Effect.RESTART;
import static io.bellbird.broker.config.SettingType.words;

import io.bellbird.broker.store.Durability;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** What outlives the process, where it lies and how long. */
final class StoreSettings {

    static final Setting<Boolean> PERSISTENCE = Setting.flag(
                    "persistence",
                    true,
                    RESTART,
                    """
                    Sessions, queued and retained messages outlive the process. With false they are kept in memory
                    only.""")
            .differing("false. What a broker acknowledged should not be gone after a restart.");

    static final Setting<Path> PERSISTENCE_LOCATION = Setting.of(
                    "persistence_location",
                    new SettingType.FilePath("folder"),
                    Optional.empty(),
                    "",
                    RESTART,
                    """
                    The folder of the data; it is made when it is not there. A path that does not begin with / counts
                    from the working directory. When nothing is said: `$XDG_DATA_HOME/bellbird` or, without that
                    variable, `~/.local/share/bellbird`; on macOS `~/Library/Application Support/bellbird`.""")
            .differing("the working directory. Where the data lies must not depend on where the broker is started.");

    static final Setting<Durability> DURABILITY = Setting.of(
                    "durability",
                    new SettingType.OneOf<>(words(StoreSettings::word, Durability.values())),
                    Optional.of(Durability.PROCESS),
                    "",
                    NEW_CONNECTIONS,
                    """
                    What an acknowledgement means. `memory`: the message is lost with the process, unless the broker
                    is stopped cleanly. `process`: it outlives the process, also when that is killed. `disk`: it
                    outlives a loss of power. Above all listeners it is for the broker, below one for its clients.
                    Not known to Mosquitto.""")
            .perBrokerOrListener();

    static final Setting<Boolean> RETAINED_PERSISTENCE = Setting.flag(
                    "retained_persistence",
                    true,
                    RESTART,
                    """
            With false, retained messages are kept in memory only, also when all else is stored; those that were
            stored before are forgotten.""")
            .differing("that of `persistence`, of which it is an older name there.");

    static final Setting<Long> STORE_FREE_BYTES_MIN = Setting.bytes(
            "store_free_bytes_min",
            64L << 20,
            0,
            AT_ONCE,
            """
            Free bytes on the disk of the data. While there are fewer, nothing new is taken in that would have to be
            stored, and clients wait. Not known to Mosquitto.""");

    static final Setting<Long> PERSISTENT_CLIENT_EXPIRATION = Setting.of(
            "persistent_client_expiration",
            new SettingType.Period(),
            Optional.of(0L),
            "",
            NEW_CONNECTIONS,
            """
            How long the session of a client lives at most while the client is away, whatever it asked for; an MQTT 5
            client is told. It also counts for sessions that an earlier run of the broker left. A month is
            30 days and a year 365. 0 means as long as the client asked for: for an MQTT 3 client without clean
            session, for ever.""");

    static final Setting<Integer> RETAIN_EXPIRY_INTERVAL = Setting.whole(
            "retain_expiry_interval",
            0,
            0,
            10_000_000,
            "minutes",
            AT_ONCE,
            """
            How often all retained messages are looked at to remove those whose message expiry interval has passed. An
            expired message is never delivered. 0 means little by little, 5000 messages every 10 seconds.""");

    /** All of them, in the order of the reference. */
    static final List<Setting<?>> ALL = List.of(
            PERSISTENCE,
            PERSISTENCE_LOCATION,
            DURABILITY,
            RETAINED_PERSISTENCE,
            STORE_FREE_BYTES_MIN,
            PERSISTENT_CLIENT_EXPIRATION,
            RETAIN_EXPIRY_INTERVAL);

    private StoreSettings() {}

    private static String word(Durability durability) {
        return durability.name().toLowerCase(Locale.ROOT);
    }
}
