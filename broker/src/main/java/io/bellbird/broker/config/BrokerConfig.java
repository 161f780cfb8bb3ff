package io.bellbird.broker.config;

import java.util.List;
import java.util.Objects;

/**
 * Everything that a broker is started with. Files, logging and the process belong to the program around it.
 *
 * <p>Zero means no limit only where it says so.
 *
 * @param listeners where clients connect, at least one
 * @param shards threads that the work is divided over, 1..{@value #SHARDS_MAX}
 * @param allowAnonymous clients may connect without a user name
 * @param allowZeroLengthClientId 3.1.1 clients may connect with an empty client id and clean session
 * @param autoIdPrefix what client ids begin with that the broker assigns; may be empty
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
 */
public record BrokerConfig(
        List<ListenerConfig> listeners,
        int shards,
        boolean allowAnonymous,
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
        long outboxBytesMax) {

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
        if (listeners.isEmpty()) {
            throw new IllegalArgumentException("a broker needs at least one listener");
        }
        Objects.requireNonNull(autoIdPrefix);
        Ranges.check("shards", shards, 1, SHARDS_MAX);
        Ranges.check("maxInflightMessages", maxInflightMessages, 0, 65_535);
        Ranges.check("maxQueuedMessages", maxQueuedMessages, 0, Integer.MAX_VALUE);
        Ranges.check("maxQueuedBytes", maxQueuedBytes, 0, Long.MAX_VALUE);
        Ranges.check("maxPacketSize", maxPacketSize, 1, PACKET_BYTES_MAX);
        Ranges.check("messageSizeLimit", messageSizeLimit, 0, PACKET_BYTES_MAX);
        Ranges.check("maxKeepaliveSeconds", maxKeepaliveSeconds, 0, 65_535);
        Ranges.check("outboxBytesMax", outboxBytesMax, 1, Long.MAX_VALUE);
    }

    /** The shards of a broker that was not told how many: the available processors, at most 16. */
    public static int availableShards() {
        return Math.min(Runtime.getRuntime().availableProcessors(), AUTOMATIC_SHARDS_MAX);
    }

    /** What {@code bellbird broker} starts with when nothing is configured: this machine only, port 1883. */
    public static BrokerConfig defaults() {
        return builder().build();
    }

    /** For tests and for programs that embed a broker: one listener on 127.0.0.1, on a port that is free. */
    public static BrokerConfig ephemeral() {
        return builder().listeners(List.of(ListenerConfig.local(0))).build();
    }

    /** A builder that holds the defaults. */
    public static Builder builder() {
        return new Builder();
    }

    /** A builder that holds these values. */
    public Builder toBuilder() {
        return new Builder()
                .listeners(listeners)
                .shards(shards)
                .allowAnonymous(allowAnonymous)
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
                .outboxBytesMax(outboxBytesMax);
    }

    /** Collects the values of a {@link BrokerConfig}; each method sets the component of its name. */
    public static final class Builder {

        private List<ListenerConfig> listeners =
                List.of(ListenerConfig.local(MQTT_PORT), ListenerConfig.at("::1", MQTT_PORT));
        private int shards = availableShards();
        private boolean allowAnonymous = true;
        private boolean allowZeroLengthClientId = Settings.ALLOW_ZERO_LENGTH_CLIENTID.byDefault();
        private String autoIdPrefix = Settings.AUTO_ID_PREFIX.byDefault();
        private int maxInflightMessages = Settings.MAX_INFLIGHT_MESSAGES.byDefault();
        private int maxQueuedMessages = Settings.MAX_QUEUED_MESSAGES.byDefault();
        private long maxQueuedBytes = Settings.MAX_QUEUED_BYTES.byDefault();
        private boolean queueQos0Messages = Settings.QUEUE_QOS0_MESSAGES.byDefault();
        private int maxPacketSize = Settings.MAX_PACKET_SIZE.byDefault();
        private int messageSizeLimit = Settings.MESSAGE_SIZE_LIMIT.byDefault();
        private int maxKeepaliveSeconds = Settings.MAX_KEEPALIVE.byDefault();
        private boolean retainAvailable = Settings.RETAIN_AVAILABLE.byDefault();
        private boolean tcpNoDelay = Settings.SET_TCP_NODELAY.byDefault();
        private boolean connectionMessages = Settings.CONNECTION_MESSAGES.byDefault();
        private long outboxBytesMax = Settings.OUTBOX_BYTES_MAX.byDefault();

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

        /** Sets {@link BrokerConfig#allowAnonymous}. */
        public Builder allowAnonymous(boolean allowAnonymous) {
            this.allowAnonymous = allowAnonymous;
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

        /**
         * The finished configuration.
         *
         * @throws IllegalArgumentException for a value out of its range, which it names
         */
        public BrokerConfig build() {
            return new BrokerConfig(
                    listeners,
                    shards,
                    allowAnonymous,
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
                    outboxBytesMax);
        }
    }
}
