package io.bellbird.app.probe;

import io.bellbird.codec.Bytes;
import io.bellbird.codec.Encoder;
import io.bellbird.codec.MqttVersion;
import io.bellbird.codec.ProtocolError;
import io.bellbird.codec.Publish;
import io.bellbird.codec.PublishProperties;
import io.bellbird.codec.Qos;
import io.bellbird.codec.ReasonCode;
import io.bellbird.codec.SubscriptionIdentifiers;
import io.bellbird.codec.Topic;
import io.bellbird.codec.UserProperty;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** What MQTT 5 adds to messages. */
final class PropertyChecks {
    private static final String AREA = "Properties";
    private static final String PAYLOAD = "x";
    private static final long EXPIRY_SECONDS = 30;
    private static final long WAIT_MILLIS = 2_100;
    private static final int ALIASES = 10;
    private static final int ALIASED = 5;

    private PropertyChecks() {}

    static List<Check> all() {
        return List.of(
                check(
                        "payload format",
                        "MQTT-3.3.2-4",
                        visit -> passedOn(
                                visit, "MQTT-3.3.2-4", new PublishProperties(true, -1, null, null, null, List.of()))),
                check(
                        "content type",
                        "MQTT-3.3.2-20",
                        visit -> passedOn(
                                visit,
                                "MQTT-3.3.2-20",
                                new PublishProperties(false, -1, "text/plain", null, null, List.of()))),
                check(
                        "user properties, in their order",
                        "MQTT-3.3.2-17",
                        visit -> passedOn(
                                visit,
                                "MQTT-3.3.2-18",
                                new PublishProperties(
                                        false,
                                        -1,
                                        null,
                                        null,
                                        null,
                                        List.of(
                                                new UserProperty("b", "1"),
                                                new UserProperty("a", "2"),
                                                new UserProperty("b", "3"))))),
                check(
                        "request and response",
                        "MQTT-3.3.2-15",
                        visit -> passedOn(
                                visit,
                                "MQTT-3.3.2-16",
                                new PublishProperties(
                                        false, -1, null, visit.topic(), Bytes.wrap(new byte[] {0, -1, 7}), List.of()))),
                check("message expiry is counted down", "MQTT-3.3.2-6", PropertyChecks::countsDown),
                check("expired messages are dropped", "MQTT-3.3.2-5", PropertyChecks::expires),
                check("topic aliases of the client", "MQTT-3.3.2-12", PropertyChecks::aliasIn),
                check("topic aliases of the broker", "", PropertyChecks::aliasOut));
    }

    private static Check check(String what, String statement, Check.Experiment experiment) {
        return new Check(AREA, what, statement, true, experiment);
    }

    private static Finding passedOn(Visit visit, String statement, PublishProperties properties)
            throws IOException, InterruptedException {
        String topic = visit.topic();
        try (Talk talk = visit.enter()) {
            talk.subscribe(topic, Qos.AT_MOST_ONCE);
            talk.publish(topic, Qos.AT_MOST_ONCE, false, Bytes.utf8(PAYLOAD), properties);
            return Finding.must(talk.message().properties().equals(properties), statement, "it is changed or left out");
        }
    }

    private static PublishProperties expiring(long seconds) {
        return new PublishProperties(false, seconds, null, null, null, List.of());
    }

    private static Finding countsDown(Visit visit) throws IOException, InterruptedException {
        List<Publish> came = cameLate(visit, EXPIRY_SECONDS);
        if (came.isEmpty()) {
            return Finding.notTried("sessions keep no messages");
        }
        long left = came.get(0).properties().expiryIntervalSeconds();
        return Finding.must(
                left >= 0 && left < EXPIRY_SECONDS,
                "MQTT-3.3.2-6",
                "after 2 s of " + EXPIRY_SECONDS + " it says " + (left < 0 ? "nothing" : Long.toString(left)));
    }

    private static Finding expires(Visit visit) throws IOException, InterruptedException {
        return Finding.must(cameLate(visit, 1).isEmpty(), "MQTT-3.3.2-5", "it is delivered though it has expired");
    }

    /** The messages with such an expiry that a session has kept for two seconds. */
    private static List<Publish> cameLate(Visit visit, long expirySeconds) throws IOException, InterruptedException {
        Qos qos = visit.atMost(Qos.AT_LEAST_ONCE);
        String id = visit.clientId();
        String topic = visit.topic();
        try (Talk first = visit.entry().staying(id).open()) {
            first.subscribe(topic, qos);
        }
        try (Talk other = visit.enter()) {
            other.publish(topic, qos, false, Bytes.utf8(PAYLOAD), expiring(expirySeconds));
        }
        TimeUnit.MILLISECONDS.sleep(WAIT_MILLIS);
        try (Talk second = visit.entry().staying(id).resuming().open()) {
            second.publish(topic, qos, false, "end");
            return second.messagesUntil("end");
        }
    }

    private static Finding aliasIn(Visit visit) throws IOException, InterruptedException {
        if (visit.limits().topicAliasMaximum() == 0) {
            return Finding.no("CONNACK says so");
        }
        Topic topic = Topic.of(visit.topic());
        try (Talk talk = visit.enter()) {
            talk.subscribe(topic.text(), Qos.AT_MOST_ONCE);
            talk.sendRaw(publish(topic));
            talk.sendRaw(publish(null));
            talk.message();
            return Finding.must(
                    talk.message().topic().equals(topic), "MQTT-3.3.2-12", "the alias stands for another topic");
        }
    }

    /** @param topic null when only the alias is sent */
    private static byte[] publish(@Nullable Topic topic) {
        ByteBuf out = Unpooled.buffer();
        Encoder.encodePublishHead(
                MqttVersion.V5,
                topic,
                1,
                0,
                Qos.AT_MOST_ONCE,
                false,
                false,
                0,
                PublishProperties.NONE,
                PublishProperties.NO_EXPIRY,
                SubscriptionIdentifiers.NONE,
                out);
        byte[] bytes = new byte[out.readableBytes()];
        out.readBytes(bytes);
        return bytes;
    }

    /** An alias shows itself as an error, since none is accepted here though many are offered. */
    private static Finding aliasOut(Visit visit) throws IOException, InterruptedException {
        String topic = visit.topic();
        Talk talk = visit.entry().aliases(ALIASES, 0).open();
        try {
            talk.subscribe(topic, Qos.AT_MOST_ONCE);
            for (int i = 0; i < ALIASED; i++) {
                talk.publish(topic, Qos.AT_MOST_ONCE, false, PAYLOAD);
                talk.message();
            }
            return Finding.no("it uses none");
        } catch (ProtocolError alias) {
            if (alias.reason() == ReasonCode.TOPIC_ALIAS_INVALID) {
                return Finding.YES;
            }
            throw alias;
        } finally {
            talk.close();
        }
    }
}
