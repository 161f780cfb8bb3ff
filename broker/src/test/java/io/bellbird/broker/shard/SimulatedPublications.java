package io.bellbird.broker.shard;

import io.bellbird.codec.MqttVersion;
import io.bellbird.codec.Publish;
import io.bellbird.codec.Qos;
import java.util.Random;

/** What one client publishes: messages whose payloads tell them from all others, or empty ones that are retained. */
final class SimulatedPublications {
    private static final long EXPIRY_SECONDS = 2;
    private static final int TOPICS = 3;

    private final String clientId;
    private final MqttVersion version;
    private final Random random;
    private final Course course;
    private int count;

    SimulatedPublications(String clientId, MqttVersion version, Random random, Course course) {
        this.clientId = clientId;
        this.version = version;
        this.random = random;
        this.course = course;
    }

    Publish atMostOnce() {
        course.count(Happening.PUBLISH_QOS_0);
        return TestPackets.qos0(topic(), clientId + " 0");
    }

    /** The next one of QoS 1 or 2. */
    Publish next(Qos qos, int packetId) {
        String payload = nextPayload(qos);
        int chance = random.nextInt(10);
        if (chance < 2) {
            boolean empty = random.nextInt(5) == 0;
            course.count(empty ? Happening.PUBLISH_EMPTY : Happening.PUBLISH_RETAINED);
            return TestPackets.retained(
                    publish(qos, packetId, "r/" + clientId + "/" + qos.level(), empty ? "" : payload));
        }
        Publish publish = publish(qos, packetId, topic(), payload);
        if (chance > 2 || !version.hasProperties()) {
            return publish;
        }
        course.count(Happening.PUBLISH_EXPIRING);
        return TestPackets.with(TestPackets.expiring(EXPIRY_SECONDS), publish);
    }

    private String nextPayload(Qos qos) {
        course.count(qos == Qos.AT_LEAST_ONCE ? Happening.PUBLISH_QOS_1 : Happening.PUBLISH_QOS_2);
        return clientId + " " + qos.level() + " " + ++count;
    }

    /** The next one of QoS 2, to always the same topic. */
    Publish exactlyOnce(int packetId) {
        return publish(Qos.EXACTLY_ONCE, packetId, "t/0", nextPayload(Qos.EXACTLY_ONCE));
    }

    private static Publish publish(Qos qos, int packetId, String topic, String payload) {
        return qos == Qos.AT_LEAST_ONCE
                ? TestPackets.qos1(packetId, topic, payload)
                : TestPackets.qos2(packetId, topic, payload);
    }

    private String topic() {
        return "t/" + random.nextInt(TOPICS);
    }
}
