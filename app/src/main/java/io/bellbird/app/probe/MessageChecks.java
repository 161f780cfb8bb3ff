package io.bellbird.app.probe;

import io.bellbird.codec.Bytes;
import io.bellbird.codec.PubAck;
import io.bellbird.codec.PubComp;
import io.bellbird.codec.PubRec;
import io.bellbird.codec.PubRel;
import io.bellbird.codec.Publish;
import io.bellbird.codec.PublishProperties;
import io.bellbird.codec.Qos;
import io.bellbird.codec.ReasonCode;
import io.bellbird.codec.SubscriptionIdentifiers;
import io.bellbird.codec.Topic;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** How messages travel: QoS, sizes, order, flow control. */
final class MessageChecks {
    private static final String AREA = "Messages";
    private static final int LARGE_BYTES = 1 << 20;
    private static final int HEADERS_BYTES = 512;
    private static final int ORDERED = 20;
    private static final long QUIET_MILLIS = 400;
    private static final int SMALL_PACKET = 200;

    private MessageChecks() {}

    static List<Check> all() {
        return List.of(
                new Check(AREA, "QoS 0", "MQTT-3.8.4-7", false, visit -> roundTrip(visit, Qos.AT_MOST_ONCE)),
                new Check(AREA, "QoS 1", "MQTT-4.3.2-4", false, visit -> roundTrip(visit, Qos.AT_LEAST_ONCE)),
                new Check(AREA, "QoS 2", "MQTT-4.3.3-8", false, visit -> roundTrip(visit, Qos.EXACTLY_ONCE)),
                new Check(AREA, "QoS 2 counts once", "MQTT-4.3.3-11", false, MessageChecks::countsOnce),
                new Check(AREA, "lower QoS of a subscription", "MQTT-3.8.4-8", false, MessageChecks::lowerQos),
                new Check(AREA, "order on a topic", "MQTT-4.6.0-6", false, MessageChecks::order),
                new Check(AREA, "payload of zero bytes", "", false, visit -> carries(visit, Bytes.EMPTY)),
                new Check(AREA, "large payload", "", false, MessageChecks::large),
                new Check(AREA, "topics in UTF-8", "MQTT-4.7.3-4", false, MessageChecks::utf8Topic),
                new Check(AREA, "receive maximum of the client", "MQTT-3.3.4-9", true, MessageChecks::receiveMaximum),
                new Check(AREA, "packet size of the client", "MQTT-3.1.2-25", true, MessageChecks::packetSize));
    }

    /** Publishes to itself. */
    static Finding roundTrip(Visit visit, Qos qos) throws IOException, InterruptedException {
        if (visit.atMost(qos) != qos) {
            return Finding.no(
                    "the maximum is QoS " + visit.limits().maximumQos().level());
        }
        String topic = visit.topic();
        try (Talk talk = visit.enter()) {
            Qos granted = talk.subscribe(topic, qos);
            talk.publish(topic, qos, false, "to and fro");
            Publish came = talk.message();
            if (came.qos() == Qos.EXACTLY_ONCE) {
                talk.next(PubRel.class);
            }
            if (granted != qos) {
                return Finding.no("the subscription is granted QoS " + granted.level());
            }
            return Finding.must(came.qos() == qos, "MQTT-3.8.4-8", "the message comes with " + came.qos());
        }
    }

    private static Finding countsOnce(Visit visit) throws IOException, InterruptedException {
        if (visit.atMost(Qos.EXACTLY_ONCE) != Qos.EXACTLY_ONCE) {
            return Finding.notTried("there is no QoS 2");
        }
        String topic = visit.topic();
        try (Talk talk = visit.enter()) {
            talk.subscribe(topic, Qos.AT_MOST_ONCE);
            int id = talk.newPacketId();
            for (boolean again : new boolean[] {false, true}) {
                talk.send(new Publish(
                        id,
                        Topic.of(topic),
                        Qos.EXACTLY_ONCE,
                        again,
                        false,
                        Bytes.utf8("twice"),
                        PublishProperties.NONE,
                        SubscriptionIdentifiers.NONE));
                talk.next(PubRec.class);
            }
            talk.send(new PubRel(id, ReasonCode.SUCCESS));
            talk.next(PubComp.class);
            talk.publish(topic, Qos.AT_MOST_ONCE, false, "end");
            int count = talk.messagesUntil("end").size();
            return Finding.must(
                    count == 1, "MQTT-4.3.3-10", "a message that is sent twice arrives " + count + " times");
        }
    }

    private static Finding lowerQos(Visit visit) throws IOException, InterruptedException {
        String topic = visit.topic();
        Qos qos = visit.atMost(Qos.AT_LEAST_ONCE);
        if (qos == Qos.AT_MOST_ONCE) {
            return Finding.notTried("there is no QoS 1");
        }
        try (Talk talk = visit.enter()) {
            talk.subscribe(topic, Qos.AT_MOST_ONCE);
            talk.publish(topic, qos, false, "x");
            Publish came = talk.message();
            return Finding.must(
                    came.qos() == Qos.AT_MOST_ONCE, "MQTT-3.8.4-8", "a message comes with more than was granted");
        }
    }

    private static Finding order(Visit visit) throws IOException, InterruptedException {
        String topic = visit.topic();
        Qos qos = visit.atMost(Qos.AT_LEAST_ONCE);
        List<String> sent = new ArrayList<>();
        List<String> came = new ArrayList<>();
        try (Talk talk = visit.enter()) {
            talk.subscribe(topic, qos);
            for (int i = 0; i < ORDERED; i++) {
                sent.add("message " + i);
                talk.publish(topic, qos, false, "message " + i);
            }
            for (int i = 0; i < ORDERED; i++) {
                came.add(talk.message().payload().toUtf8());
            }
        }
        return Finding.must(came.equals(sent), "MQTT-4.6.0-6", "messages overtake each other");
    }

    private static Finding carries(Visit visit, Bytes payload) throws IOException, InterruptedException {
        String topic = visit.topic();
        try (Talk talk = visit.enter()) {
            talk.subscribe(topic, Qos.AT_MOST_ONCE);
            talk.publish(topic, visit.atMost(Qos.AT_LEAST_ONCE), false, payload, PublishProperties.NONE);
            return Finding.must(talk.message().payload().equals(payload), "", "the payload arrives changed");
        }
    }

    private static Finding large(Visit visit) throws IOException, InterruptedException {
        int bytes = (int) Math.min(LARGE_BYTES, visit.limits().maximumPacketSize() - HEADERS_BYTES);
        if (bytes <= 0) {
            return Finding.notTried("packets have at most " + visit.limits().maximumPacketSize() + " bytes");
        }
        byte[] payload = new byte[bytes];
        Arrays.fill(payload, (byte) 'x');
        Finding finding = carries(visit, Bytes.wrap(payload));
        return finding.answer() == Answer.YES ? Finding.yes(bytes + " bytes") : finding;
    }

    private static Finding utf8Topic(Visit visit) throws IOException, InterruptedException {
        String topic = visit.topic() + "/ü ß/日本/\uD83D\uDD14/\uFEFF.";
        try (Talk talk = visit.enter()) {
            talk.subscribe(topic, Qos.AT_MOST_ONCE);
            talk.publish(topic, Qos.AT_MOST_ONCE, false, "x");
            return Finding.must(
                    talk.message().topic().text().equals(topic), "MQTT-4.7.3-4", "the topic arrives changed");
        }
    }

    private static Finding receiveMaximum(Visit visit) throws IOException, InterruptedException {
        if (visit.atMost(Qos.AT_LEAST_ONCE) == Qos.AT_MOST_ONCE) {
            return Finding.notTried("there is no QoS 1");
        }
        String topic = visit.topic();
        try (Talk slow = visit.entry().receiveMaximum(1).open();
                Talk talk = visit.enter()) {
            slow.acknowledgeNothing();
            slow.subscribe(topic, Qos.AT_LEAST_ONCE);
            for (int i = 0; i < 3; i++) {
                talk.publish(topic, Qos.AT_LEAST_ONCE, false, "x");
            }
            int first = slow.message().packetId();
            int more = slow.messagesWithin(QUIET_MILLIS).size();
            slow.send(new PubAck(first, ReasonCode.SUCCESS));
            slow.message();
            return Finding.must(more == 0, "MQTT-3.3.4-9", (1 + more) + " messages come where 1 is allowed");
        }
    }

    private static Finding packetSize(Visit visit) throws IOException, InterruptedException {
        String topic = visit.topic();
        try (Talk small = visit.entry().packetBytesMax(SMALL_PACKET).open();
                Talk talk = visit.enter()) {
            small.subscribe(topic, Qos.AT_MOST_ONCE);
            talk.publish(topic, Qos.AT_MOST_ONCE, false, "x".repeat(SMALL_PACKET));
            talk.publish(topic, Qos.AT_MOST_ONCE, false, "end");
            return Finding.must(
                    small.messagesUntil("end").isEmpty(), "MQTT-3.1.2-24", "a message comes that is too large");
        }
    }
}
