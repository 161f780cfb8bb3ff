package io.bellbird.broker.config;

import io.bellbird.broker.store.Durability;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/**
 * Everything that a broker is started with. Files, logging and the process belong to the program around it.
 *
 * <p>Zero means no limit only where it says so.
 *
 * @param listeners where clients connect, at least one
 * @param shards threads that the work is divided over, 1..{@value #SHARDS_MAX}
 * @param allowAnonymous clients may connect without a user name, where a listener does not say otherwise
 * @param passwordFile the users that may connect, with their passwords, where a listener does not say otherwise; empty
 *     means that there are none
 * @param aclFile what they may do, where a listener does not say otherwise; empty means everything
 * @param loginLimits what happens to addresses from which logins fail
 * @param checkRetainSource retained messages are delivered only while their publisher may publish them
 * @param allowZeroLengthClientId clients may connect with an empty client id, where a listener does not say otherwise;
 *     3.1.1 clients only with a clean session, 3.1 clients never
 * @param autoIdPrefix what client ids begin with that the broker assigns, where a listener does not say otherwise; may
 *     be empty
 * @param maxInflightMessages QoS 1 and 2 messages on their way, for each client and direction, 0..65535; 0 means
 *     no limit of our own
 * @param maxQueuedMessages messages waiting for one session, at least 0; 0 means no limit
 * @param maxQueuedBytes bytes of messages waiting for one session, at least 0; 0 means no limit
 * @param queueQos0Messages QoS 0 messages, too, wait for a client that is away
 * @param maxPacketSize bytes of one packet in either direction, 1..{@value #PACKET_BYTES_MAX}
 * @param messageSizeLimit payload bytes of one message from a client, at least 0; 0 means no limit
 * @param maxKeepaliveSeconds longest keep-alive that clients may ask for, 0..65535 seconds; 0 lets each choose, also none
 * @param retainAvailable messages may be retained
 * @param tcpNoDelay small packets leave at once (TCP_NODELAY)
 * @param connectionMessages connects and disconnects are logged
 * @param outboxBytesMax bytes waiting for one client's socket before QoS 0 messages are dropped, at least 1
 * @param maxSubscriptionBytes bytes of memory for the subscriptions of one session, about, at least 0; 0 means no limit
 * @param durability what an acknowledgement means, where a listener does not say otherwise
 * @param queueFullPolicy what happens to a message for a session whose queue is full
 * @param memoryLimitBytes bytes of payloads, outboxes and mailboxes together, at least 0; 0 means half of the heap
 * @param maxInflightBytes bytes of QoS 1 and 2 messages on their way to one client: while there are fewer, the next
 *     leaves; at least 0, and 0 means no limit
 * @param persistentClientExpirationSeconds how long the session of a client that is away lives at most, at least 0
 *     seconds; 0 means as long as the client asked for
 * @param retainExpiryIntervalSeconds how often all retained messages are looked at to remove expired ones, at least 0
 *     seconds; 0 means little by little
 * @param upgradeOutgoingQos messages are delivered with the QoS of the subscription also when they were published with
 *     a lower one
 * @param sysIntervalSeconds time between two publications of $SYS, 0..65535 seconds; 0 means that there is no $SYS
 * @param globalMaxClients sessions at one time, connected or not, at least 0; -1 means no limit
 * @param globalMaxConnections connections at one time over all listeners, at least 0; -1 means no limit
 * @param retainedPersistence retained messages are stored, where anything is
 * @param storeFreeBytesMin bytes of free disk below which the store takes in nothing new, at least 0
 * @param adminListener where metrics, health and the console are served; empty means nowhere
 * @param adminUsers the names of users of a password file that may do everything over HTTP
 */
public record BrokerConfig(
        List<ListenerConfig> listeners,
        int shards,
        boolean allowAnonymous,
        Optional<Path> passwordFile,
        Optional<Path> aclFile,
        LoginLimits loginLimits,
        boolean checkRetainSource,
        boolean allowZeroLengthClientId,
        String autoIdPrefix,
        int maxInflightMessages,
        int maxQueuedMessages,
        long maxQueuedBytes,
        boolean queueQos0Messages,
        int maxPacketSize,
        int messageSizeLimit,
        int maxKeepaliveSeconds,
        boolean retainAvailable,
        boolean tcpNoDelay,
        boolean connectionMessages,
        long outboxBytesMax,
        long maxSubscriptionBytes,
        Durability durability,
        QueueFullPolicy queueFullPolicy,
        long memoryLimitBytes,
        long maxInflightBytes,
        long persistentClientExpirationSeconds,
        long retainExpiryIntervalSeconds,
        boolean upgradeOutgoingQos,
        int sysIntervalSeconds,
        int globalMaxClients,
        int globalMaxConnections,
        boolean retainedPersistence,
        long storeFreeBytesMin,
        Optional<AdminListener> adminListener,
        Set<String> adminUsers) {

    /** The port of MQTT. */
    public static final int MQTT_PORT = 1883;

    /** The largest packet that MQTT can express, in bytes: a remaining length of 268,435,455 and its header. */
    public static final int PACKET_BYTES_MAX = 268_435_460;

    /** The most shards that a broker can have: each is one bit of a mask. */
    public static final int SHARDS_MAX = 64;

    /** The most shards that are chosen without being told. */
    private static final int AUTOMATIC_SHARDS_MAX = 16;

    /** Checks the ranges. */
    public BrokerConfig {
        listeners = List.copyOf(listeners);
        adminUsers = Set.copyOf(adminUsers);
        if (listeners.isEmpty()) {
            throw new IllegalArgumentException("a broker needs at least one listener");
        }
        Objects.requireNonNull(loginLimits);
        Objects.requireNonNull(autoIdPrefix);
        Ranges.check("shards", shards, 1, SHARDS_MAX);
        Ranges.check("maxInflightMessages", maxInflightMessages, 0, 65_535);
        Ranges.check("maxQueuedMessages", maxQueuedMessages, 0, Integer.MAX_VALUE);
        Ranges.check("maxQueuedBytes", maxQueuedBytes, 0, Long.MAX_VALUE);
        Ranges.check("maxPacketSize", maxPacketSize, 1, PACKET_BYTES_MAX);
        Ranges.check("messageSizeLimit", messageSizeLimit, 0, PACKET_BYTES_MAX);
        Ranges.check("maxKeepaliveSeconds", maxKeepaliveSeconds, 0, 65_535);
        Ranges.check("outboxBytesMax", outboxBytesMax, 1, Long.MAX_VALUE);
        Ranges.check("maxSubscriptionBytes", maxSubscriptionBytes, 0, Long.MAX_VALUE);
        Objects.requireNonNull(durability);
        Objects.requireNonNull(queueFullPolicy);
        Ranges.check("memoryLimitBytes", memoryLimitBytes, 0, Long.MAX_VALUE);
        Ranges.check("maxInflightBytes", maxInflightBytes, 0, Long.MAX_VALUE);
        Ranges.check("persistentClientExpirationSeconds", persistentClientExpirationSeconds, 0, Long.MAX_VALUE);
        Ranges.check("retainExpiryIntervalSeconds", retainExpiryIntervalSeconds, 0, Long.MAX_VALUE);
        Ranges.check("sysIntervalSeconds", sysIntervalSeconds, 0, 65_535);
        Ranges.check("globalMaxClients", globalMaxClients, -1, Integer.MAX_VALUE);
        Ranges.check("globalMaxConnections", globalMaxConnections, -1, Integer.MAX_VALUE);
        Ranges.check("storeFreeBytesMin", storeFreeBytesMin, 0, Long.MAX_VALUE);
    }

    /** The shards of a broker that was not told how many: the available processors, at most 16. */
    public static int availableShards() {
        return Math.min(Runtime.getRuntime().availableProcessors(), AUTOMATIC_SHARDS_MAX);
    }

    /** What {@code bellbird broker} starts with when nothing is configured: this machine only, port 1883. */
    public static BrokerConfig defaults() {
        return builder()
                .adminListener(new AdminListener(AdminSettings.LOOPBACK, AdminListener.DEFAULT_PORT, false))
                .build();
    }

    /** For tests and for programs that embed a broker: one listener on 127.0.0.1, on a port that is free. */
    public static BrokerConfig ephemeral() {
        return builder().listeners(List.of(ListenerConfig.local(0))).build();
    }

    /** Clients of the listener may connect without a user name. */
    public boolean allowAnonymous(ListenerConfig listener) {
        return listener.allowAnonymous().orElse(allowAnonymous);
    }

    /** The users that may connect to the listener. */
    public Optional<Path> passwordFile(ListenerConfig listener) {
        return listener.passwordFile().or(() -> passwordFile);
    }

    /** What clients of the listener may do. */
    public Optional<Path> aclFile(ListenerConfig listener) {
        return listener.aclFile().or(() -> aclFile);
    }

    /** Clients of the listener may connect with an empty client id. */
    public boolean allowZeroLengthClientId(ListenerConfig listener) {
        return listener.allowZeroLengthClientId().orElse(allowZeroLengthClientId);
    }

    /** What client ids begin with that the broker assigns to clients of the listener; may be empty. */
    public String autoIdPrefix(ListenerConfig listener) {
        return listener.autoIdPrefix().orElse(autoIdPrefix);
    }

    /** What an acknowledgement to a client of the listener means. */
    public Durability durability(ListenerConfig listener) {
        return listener.durability().orElse(durability);
    }

    /** What messages may take of memory before publishers wait, in bytes: half of the heap unless it is said. */
    public long messageBytesMax() {
        return memoryLimitBytes == 0 ? Runtime.getRuntime().maxMemory() / 2 : memoryLimitBytes;
    }

    /** A builder that holds the defaults. */
    public static Builder builder() {
        return new Builder();
    }

    /** A builder that holds these values. */
    public Builder toBuilder() {
        Builder builder = new Builder();
        passwordFile.ifPresent(builder::passwordFile);
        aclFile.ifPresent(builder::aclFile);
        adminListener.ifPresent(builder::adminListener);
        return builder.listeners(listeners)
                .shards(shards)
                .allowAnonymous(allowAnonymous)
                .loginLimits(loginLimits)
                .checkRetainSource(checkRetainSource)
                .allowZeroLengthClientId(allowZeroLengthClientId)
                .autoIdPrefix(autoIdPrefix)
                .maxInflightMessages(maxInflightMessages)
                .maxQueuedMessages(maxQueuedMessages)
                .maxQueuedBytes(maxQueuedBytes)
                .queueQos0Messages(queueQos0Messages)
                .maxPacketSize(maxPacketSize)
                .messageSizeLimit(messageSizeLimit)
                .maxKeepaliveSeconds(maxKeepaliveSeconds)
                .retainAvailable(retainAvailable)
                .tcpNoDelay(tcpNoDelay)
                .connectionMessages(connectionMessages)
                .outboxBytesMax(outboxBytesMax)
                .maxSubscriptionBytes(maxSubscriptionBytes)
                .durability(durability)
                .queueFullPolicy(queueFullPolicy)
                .memoryLimitBytes(memoryLimitBytes)
                .maxInflightBytes(maxInflightBytes)
                .persistentClientExpirationSeconds(persistentClientExpirationSeconds)
                .retainExpiryIntervalSeconds(retainExpiryIntervalSeconds)
                .upgradeOutgoingQos(upgradeOutgoingQos)
                .sysIntervalSeconds(sysIntervalSeconds)
                .globalMaxClients(globalMaxClients)
                .globalMaxConnections(globalMaxConnections)
                .retainedPersistence(retainedPersistence)
                .storeFreeBytesMin(storeFreeBytesMin)
                .adminUsers(adminUsers);
    }

    /** Collects the values of a {@link BrokerConfig}; each method sets the component of its name. */
    public static final class Builder {

        private List<ListenerConfig> listeners =
                List.of(ListenerConfig.local(MQTT_PORT), ListenerConfig.at("::1", MQTT_PORT));
        private int shards = availableShards();
        private Optional<Boolean> allowAnonymous = Optional.empty();
        private Optional<Path> passwordFile = Optional.empty();
        private Optional<Path> aclFile = Optional.empty();
        private LoginLimits loginLimits = SecuritySettings.LOGIN_LIMITS;
        private boolean checkRetainSource = SecuritySettings.CHECK_RETAIN_SOURCE.byDefault();
        private boolean allowZeroLengthClientId = ClientSettings.ALLOW_ZERO_LENGTH_CLIENTID.byDefault();
        private String autoIdPrefix = ClientSettings.AUTO_ID_PREFIX.byDefault();
        private int maxInflightMessages = ClientSettings.MAX_INFLIGHT_MESSAGES.byDefault();
        private int maxQueuedMessages = ClientSettings.MAX_QUEUED_MESSAGES.byDefault();
        private long maxQueuedBytes = ClientSettings.MAX_QUEUED_BYTES.byDefault();
        private boolean queueQos0Messages = ClientSettings.QUEUE_QOS0_MESSAGES.byDefault();
        private int maxPacketSize = ClientSettings.MAX_PACKET_SIZE.byDefault();
        private int messageSizeLimit = ClientSettings.MESSAGE_SIZE_LIMIT.byDefault();
        private int maxKeepaliveSeconds = ClientSettings.MAX_KEEPALIVE.byDefault();
        private boolean retainAvailable = ClientSettings.RETAIN_AVAILABLE.byDefault();
        private boolean tcpNoDelay = ClientSettings.SET_TCP_NODELAY.byDefault();
        private boolean connectionMessages = LogSettings.CONNECTION_MESSAGES.byDefault();
        private long outboxBytesMax = ClientSettings.OUTBOX_BYTES_MAX.byDefault();
        private long maxSubscriptionBytes = ClientSettings.MAX_SUBSCRIPTION_BYTES.byDefault();
        private Durability durability = StoreSettings.DURABILITY.byDefault();
        private QueueFullPolicy queueFullPolicy = ClientSettings.QUEUE_FULL_POLICY.byDefault();
        private long memoryLimitBytes = ClientSettings.MEMORY_LIMIT.byDefault();
        private long maxInflightBytes = ClientSettings.MAX_INFLIGHT_BYTES.byDefault();
        private long persistentClientExpirationSeconds = StoreSettings.PERSISTENT_CLIENT_EXPIRATION.byDefault();
        private long retainExpiryIntervalSeconds = 60L * StoreSettings.RETAIN_EXPIRY_INTERVAL.byDefault();
        private boolean upgradeOutgoingQos = ClientSettings.UPGRADE_OUTGOING_QOS.byDefault();
        private int sysIntervalSeconds = ProcessSettings.SYS_INTERVAL.byDefault();
        private int globalMaxClients = ClientSettings.GLOBAL_MAX_CLIENTS.byDefault();
        private int globalMaxConnections = ClientSettings.GLOBAL_MAX_CONNECTIONS.byDefault();
        private boolean retainedPersistence = StoreSettings.RETAINED_PERSISTENCE.byDefault();
        private long storeFreeBytesMin = StoreSettings.STORE_FREE_BYTES_MIN.byDefault();
        private Optional<AdminListener> adminListener = Optional.empty();
        private Set<String> adminUsers = Set.of();

        private Builder() {}

        /** Sets {@link BrokerConfig#listeners}. */
        public Builder listeners(List<ListenerConfig> listeners) {
            this.listeners = List.copyOf(listeners);
            return this;
        }

        /** Sets {@link BrokerConfig#shards}. */
        public Builder shards(int shards) {
            this.shards = shards;
            return this;
        }

        /** Sets {@link BrokerConfig#allowAnonymous}; when it is not set they may unless there is a password file. */
        public Builder allowAnonymous(boolean allowAnonymous) {
            this.allowAnonymous = Optional.of(allowAnonymous);
            return this;
        }

        /** Sets {@link BrokerConfig#passwordFile}. */
        public Builder passwordFile(Path passwordFile) {
            this.passwordFile = Optional.of(passwordFile);
            return this;
        }

        /** Sets {@link BrokerConfig#aclFile}. */
        public Builder aclFile(Path aclFile) {
            this.aclFile = Optional.of(aclFile);
            return this;
        }

        /** Sets {@link BrokerConfig#loginLimits}. */
        public Builder loginLimits(LoginLimits loginLimits) {
            this.loginLimits = loginLimits;
            return this;
        }

        /** Sets {@link BrokerConfig#checkRetainSource}. */
        public Builder checkRetainSource(boolean checkRetainSource) {
            this.checkRetainSource = checkRetainSource;
            return this;
        }

        /** Sets {@link BrokerConfig#allowZeroLengthClientId}. */
        public Builder allowZeroLengthClientId(boolean allowZeroLengthClientId) {
            this.allowZeroLengthClientId = allowZeroLengthClientId;
            return this;
        }

        /** Sets {@link BrokerConfig#autoIdPrefix}. */
        public Builder autoIdPrefix(String autoIdPrefix) {
            this.autoIdPrefix = autoIdPrefix;
            return this;
        }

        /** Sets {@link BrokerConfig#maxInflightMessages}. */
        public Builder maxInflightMessages(int maxInflightMessages) {
            this.maxInflightMessages = maxInflightMessages;
            return this;
        }

        /** Sets {@link BrokerConfig#maxQueuedMessages}. */
        public Builder maxQueuedMessages(int maxQueuedMessages) {
            this.maxQueuedMessages = maxQueuedMessages;
            return this;
        }

        /** Sets {@link BrokerConfig#maxQueuedBytes}. */
        public Builder maxQueuedBytes(long maxQueuedBytes) {
            this.maxQueuedBytes = maxQueuedBytes;
            return this;
        }

        /** Sets {@link BrokerConfig#queueQos0Messages}. */
        public Builder queueQos0Messages(boolean queueQos0Messages) {
            this.queueQos0Messages = queueQos0Messages;
            return this;
        }

        /** Sets {@link BrokerConfig#maxPacketSize}. */
        public Builder maxPacketSize(int maxPacketSize) {
            this.maxPacketSize = maxPacketSize;
            return this;
        }

        /** Sets {@link BrokerConfig#messageSizeLimit}. */
        public Builder messageSizeLimit(int messageSizeLimit) {
            this.messageSizeLimit = messageSizeLimit;
            return this;
        }

        /** Sets {@link BrokerConfig#maxKeepaliveSeconds}. */
        public Builder maxKeepaliveSeconds(int maxKeepaliveSeconds) {
            this.maxKeepaliveSeconds = maxKeepaliveSeconds;
            return this;
        }

        /** Sets {@link BrokerConfig#retainAvailable}. */
        public Builder retainAvailable(boolean retainAvailable) {
            this.retainAvailable = retainAvailable;
            return this;
        }

        /** Sets {@link BrokerConfig#tcpNoDelay}. */
        public Builder tcpNoDelay(boolean tcpNoDelay) {
            this.tcpNoDelay = tcpNoDelay;
            return this;
        }

        /** Sets {@link BrokerConfig#connectionMessages}. */
        public Builder connectionMessages(boolean connectionMessages) {
            this.connectionMessages = connectionMessages;
            return this;
        }

        /** Sets {@link BrokerConfig#outboxBytesMax}. */
        public Builder outboxBytesMax(long outboxBytesMax) {
            this.outboxBytesMax = outboxBytesMax;
            return this;
        }

        /** Sets {@link BrokerConfig#maxSubscriptionBytes}. */
        public Builder maxSubscriptionBytes(long maxSubscriptionBytes) {
            this.maxSubscriptionBytes = maxSubscriptionBytes;
            return this;
        }

        /** Sets {@link BrokerConfig#durability}. */
        public Builder durability(Durability durability) {
            this.durability = durability;
            return this;
        }

        /** Sets {@link BrokerConfig#queueFullPolicy}. */
        public Builder queueFullPolicy(QueueFullPolicy queueFullPolicy) {
            this.queueFullPolicy = queueFullPolicy;
            return this;
        }

        /** Sets {@link BrokerConfig#memoryLimitBytes}. */
        public Builder memoryLimitBytes(long memoryLimitBytes) {
            this.memoryLimitBytes = memoryLimitBytes;
            return this;
        }

        /** Sets {@link BrokerConfig#maxInflightBytes}. */
        public Builder maxInflightBytes(long maxInflightBytes) {
            this.maxInflightBytes = maxInflightBytes;
            return this;
        }

        /** Sets {@link BrokerConfig#persistentClientExpirationSeconds}. */
        public Builder persistentClientExpirationSeconds(long persistentClientExpirationSeconds) {
            this.persistentClientExpirationSeconds = persistentClientExpirationSeconds;
            return this;
        }

        /** Sets {@link BrokerConfig#retainExpiryIntervalSeconds}. */
        public Builder retainExpiryIntervalSeconds(long retainExpiryIntervalSeconds) {
            this.retainExpiryIntervalSeconds = retainExpiryIntervalSeconds;
            return this;
        }

        /** Sets {@link BrokerConfig#upgradeOutgoingQos}. */
        public Builder upgradeOutgoingQos(boolean upgradeOutgoingQos) {
            this.upgradeOutgoingQos = upgradeOutgoingQos;
            return this;
        }

        /** Sets {@link BrokerConfig#sysIntervalSeconds}. */
        public Builder sysIntervalSeconds(int sysIntervalSeconds) {
            this.sysIntervalSeconds = sysIntervalSeconds;
            return this;
        }

        /** Sets {@link BrokerConfig#globalMaxClients}. */
        public Builder globalMaxClients(int globalMaxClients) {
            this.globalMaxClients = globalMaxClients;
            return this;
        }

        /** Sets {@link BrokerConfig#globalMaxConnections}. */
        public Builder globalMaxConnections(int globalMaxConnections) {
            this.globalMaxConnections = globalMaxConnections;
            return this;
        }

        /** Sets {@link BrokerConfig#retainedPersistence}. */
        public Builder retainedPersistence(boolean retainedPersistence) {
            this.retainedPersistence = retainedPersistence;
            return this;
        }

        /** Sets {@link BrokerConfig#adminListener}. */
        public Builder adminListener(AdminListener adminListener) {
            this.adminListener = Optional.of(adminListener);
            return this;
        }

        /** Sets {@link BrokerConfig#adminUsers}. */
        public Builder adminUsers(Set<String> adminUsers) {
            this.adminUsers = Set.copyOf(adminUsers);
            return this;
        }

        /** Sets {@link BrokerConfig#storeFreeBytesMin}. */
        public Builder storeFreeBytesMin(long storeFreeBytesMin) {
            this.storeFreeBytesMin = storeFreeBytesMin;
            return this;
        }

        /**
         * The finished configuration.
         *
         * @throws IllegalArgumentException for a value out of its range, which it names
         */
        public BrokerConfig build() {
            return new BrokerConfig(
                    listeners,
                    shards,
                    allowAnonymous.orElse(passwordFile.isEmpty()),
                    passwordFile,
                    aclFile,
                    loginLimits,
                    checkRetainSource,
                    allowZeroLengthClientId,
                    autoIdPrefix,
                    maxInflightMessages,
                    maxQueuedMessages,
                    maxQueuedBytes,
                    queueQos0Messages,
                    maxPacketSize,
                    messageSizeLimit,
                    maxKeepaliveSeconds,
                    retainAvailable,
                    tcpNoDelay,
                    connectionMessages,
                    outboxBytesMax,
                    maxSubscriptionBytes,
                    durability,
                    queueFullPolicy,
                    memoryLimitBytes,
                    maxInflightBytes,
                    persistentClientExpirationSeconds,
                    retainExpiryIntervalSeconds,
                    upgradeOutgoingQos,
                    sysIntervalSeconds,
                    globalMaxClients,
                    globalMaxConnections,
                    retainedPersistence,
                    storeFreeBytesMin,
                    adminListener,
                    adminUsers);
        }
    }
}
