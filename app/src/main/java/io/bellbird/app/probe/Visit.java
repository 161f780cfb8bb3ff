package io.bellbird.app.probe;

import io.bellbird.codec.Bytes;
import io.bellbird.codec.ConnAck;
import io.bellbird.codec.Connect;
import io.bellbird.codec.MqttVersion;
import io.bellbird.codec.ProblemInformation;
import io.bellbird.codec.PublishProperties;
import io.bellbird.codec.Qos;
import io.bellbird.codec.Topic;
import io.bellbird.codec.WillMessage;
import java.io.IOException;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * What all checks share: the broker, what it said of itself, and names that nobody else uses. Knows what the checks leave
 * behind, and removes it. Any thread.
 */
final class Visit {
    /** So long lives what a probe leaves that is cut off. */
    private static final long LIFE_SECONDS = 60;

    private static final int KEEP_ALIVE_SECONDS = 60;

    private final Target target;
    private final MqttVersion version;
    private final ConnAck.Properties limits;
    private final String prefix;
    private final String name;
    private final AtomicInteger names = new AtomicInteger();
    private final Queue<String> retained = new ConcurrentLinkedQueue<>();
    private final Queue<String> sessions = new ConcurrentLinkedQueue<>();

    /**
     * @param version that is spoken unless a check says otherwise
     * @param limits what CONNACK says; the defaults before MQTT 5
     * @param prefix of all topics, without a slash at its end
     * @param name with which client ids begin
     */
    Visit(Target target, MqttVersion version, ConnAck.Properties limits, String prefix, String name) {
        this.target = target;
        this.version = version;
        this.limits = limits;
        this.prefix = prefix;
        this.name = name;
    }

    Target target() {
        return target;
    }

    MqttVersion version() {
        return version;
    }

    ConnAck.Properties limits() {
        return limits;
    }

    /** The highest QoS up to this one that the broker takes. */
    Qos atMost(Qos qos) {
        return qos.min(limits.maximumQos());
    }

    /** A topic that was not used yet. */
    String topic() {
        return prefix + "/" + names.incrementAndGet();
    }

    /** A client id that was not used yet. */
    String clientId() {
        return name + names.incrementAndGet();
    }

    /** A topic that was not used yet, and on which something will be retained. */
    String retainedTopic() {
        String topic = topic();
        retained.add(topic);
        return topic;
    }

    /** What is retained lives no longer than this. */
    static PublishProperties fleeting() {
        return new PublishProperties(false, LIFE_SECONDS, null, null, null, List.of());
    }

    /** Connects with a new session that ends with the connection. */
    Talk enter() throws IOException, InterruptedException {
        return entry().open();
    }

    /** Begins a CONNECT; with nothing said as {@link #enter}. */
    Entry entry() {
        return new Entry(version);
    }

    /** Begins a CONNECT of that version. */
    Entry entry(MqttVersion spoken) {
        return new Entry(spoken);
    }

    /** Removes what the checks have left: retained messages, and sessions. */
    void cleanUp() throws InterruptedException {
        for (String session : sessions) {
            try (Talk talk = entry().id(session).open()) {
                talk.answersPing();
            } catch (IOException gone) {
                break; // then the others will expire
            }
        }
        if (limits.retainAvailable() && !retained.isEmpty()) {
            removeRetained();
        }
    }

    private void removeRetained() throws InterruptedException {
        try (Talk talk = enter()) {
            for (String topic : retained) {
                talk.publish(topic, Qos.AT_MOST_ONCE, true, "");
            }
            talk.answersPing(); // then the broker has them all
        } catch (IOException gone) { // they will expire
            return;
        }
    }

    /** What CONNECT says. */
    final class Entry {
        private final MqttVersion spoken;
        private String id = clientId();
        private boolean clean = true;
        private int keepAliveSeconds = KEEP_ALIVE_SECONDS;
        private long expirySeconds;
        private int receiveMaximum = 65_535;
        private long packetBytesMax = Connect.Properties.NO_LIMIT;
        private int aliasesOffered;
        private int aliasesAccepted;
        private @Nullable WillMessage will;

        private Entry(MqttVersion spoken) {
            this.spoken = spoken;
        }

        Entry id(String clientId) {
            id = clientId;
            return this;
        }

        /** With a session that outlives the connection. */
        Entry staying(String clientId) {
            sessions.add(clientId);
            expirySeconds = LIFE_SECONDS;
            clean = spoken.hasProperties();
            return id(clientId);
        }

        Entry expiringAfter(long seconds) {
            expirySeconds = seconds;
            return this;
        }

        Entry resuming() {
            clean = false;
            return this;
        }

        Entry keepAlive(int seconds) {
            keepAliveSeconds = seconds;
            return this;
        }

        Entry receiveMaximum(int messages) {
            receiveMaximum = messages;
            return this;
        }

        Entry packetBytesMax(long bytes) {
            packetBytesMax = bytes;
            return this;
        }

        /**
         * @param offered what the broker is told
         * @param accepted what is taken, so that one above shows itself as an error
         */
        Entry aliases(int offered, int accepted) {
            aliasesOffered = offered;
            aliasesAccepted = accepted;
            return this;
        }

        Entry will(String topic, Qos qos, boolean retain, String payload, long delaySeconds) {
            will = new WillMessage(
                    Topic.of(topic),
                    qos,
                    retain,
                    Bytes.utf8(payload),
                    delaySeconds,
                    retain ? fleeting() : PublishProperties.NONE);
            return this;
        }

        Connect packet() {
            String password = target.password();
            return new Connect(
                    spoken,
                    false,
                    id,
                    clean,
                    keepAliveSeconds,
                    will,
                    target.username(),
                    password == null ? null : Bytes.utf8(password),
                    new Connect.Properties(
                            expirySeconds,
                            receiveMaximum,
                            packetBytesMax,
                            aliasesOffered,
                            false,
                            ProblemInformation.UNSPECIFIED,
                            null,
                            null,
                            List.of()));
        }

        /** Connects, whatever CONNACK says: {@link Talk#connAck}. */
        Talk knock() throws IOException, InterruptedException {
            Talk talk = target.open();
            talk.speak(spoken, aliasesAccepted);
            talk.send(packet());
            try {
                talk.awaitConnAck();
                return talk;
            } catch (IOException | RuntimeException e) {
                talk.cut();
                throw e;
            }
        }

        /**
         * Connects.
         *
         * @throws RefusedException when CONNACK says so
         */
        Talk open() throws IOException, InterruptedException {
            Talk talk = knock();
            if (talk.connAck().reason().isError()) {
                talk.cut();
                throw new RefusedException("CONNECT", talk.connAck().reason());
            }
            return talk;
        }
    }
}
