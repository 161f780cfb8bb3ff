package io.bellbird.app;

import static io.bellbird.broker.store.Durability.DISK;
import static io.bellbird.broker.store.Durability.MEMORY;
import static io.bellbird.broker.store.Durability.PROCESS;

import io.bellbird.broker.store.Durability;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What a broker keeps in mind, and what that outlives: for each {@link Loss}, in their order, the lowest class of
 * durability at which it does, or null when it does at none.
 */
enum RememberedState {
    SESSION("session: client id and expiry", MEMORY, MEMORY, PROCESS, DISK),
    SUBSCRIPTION("subscription, also of a shared group", MEMORY, MEMORY, PROCESS, DISK),
    QUEUED_MESSAGE("queued message of QoS 1 or 2", MEMORY, MEMORY, PROCESS, DISK),
    QUEUED_QOS_0("waiting message of QoS 0", null, null, null, null),
    PACKET_ID_OF_QOS_1("packet id of QoS 1 to a client", MEMORY, MEMORY, null, null),
    PACKET_ID_OF_QOS_2("packet id of QoS 2 to a client", MEMORY, MEMORY, PROCESS, DISK),
    PACKET_ID_FROM_CLIENT("packet id of QoS 2 from a client", MEMORY, MEMORY, PROCESS, DISK),
    RETAINED("retained message", MEMORY, MEMORY, PROCESS, DISK),
    WILL("will of a session that is kept", MEMORY, MEMORY, PROCESS, DISK),
    WILL_OF_CLEAN_SESSION("will of a session that is not", MEMORY, MEMORY, null, null),
    SYS("$SYS topics", MEMORY, null, null, null),
    CLEAN_SESSION("session that is not kept, all of it", null, null, null, null);

    private final String inWords;
    private final @Nullable Durability throughDisconnect;
    private final @Nullable Durability throughStop;
    private final @Nullable Durability throughKill;
    private final @Nullable Durability throughPowerLoss;

    RememberedState(
            String inWords,
            @Nullable Durability throughDisconnect,
            @Nullable Durability throughStop,
            @Nullable Durability throughKill,
            @Nullable Durability throughPowerLoss) {
        this.inWords = inWords;
        this.throughDisconnect = throughDisconnect;
        this.throughStop = throughStop;
        this.throughKill = throughKill;
        this.throughPowerLoss = throughPowerLoss;
    }

    /** What happens to a broker or a client of it. */
    enum Loss {
        DISCONNECT("connection lost"),
        STOP("broker stopped"),
        KILL("broker killed"),
        POWER_LOSS("power lost");

        private final String inWords;

        Loss(String inWords) {
            this.inWords = inWords;
        }

        String inWords() {
            return inWords;
        }
    }

    String inWords() {
        return inWords;
    }

    /** The lowest class at which it outlives the loss; empty when it does at none. */
    Optional<Durability> keptFrom(Loss loss) {
        return Optional.ofNullable(
                switch (loss) {
                    case DISCONNECT -> throughDisconnect;
                    case STOP -> throughStop;
                    case KILL -> throughKill;
                    case POWER_LOSS -> throughPowerLoss;
                });
    }
}
