package io.bellbird.app.probe;

import io.bellbird.codec.Bytes;
import io.bellbird.codec.ConnAck;
import io.bellbird.codec.MqttVersion;
import io.bellbird.codec.ProtocolError;
import io.bellbird.codec.Publish;
import io.bellbird.codec.PublishProperties;
import io.bellbird.codec.Qos;
import io.bellbird.codec.ReasonCode;
import io.bellbird.codec.SubscriptionIdentifiers;
import io.bellbird.codec.Topic;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** What a broker does with clients that break the rules: it has to end the connection. */
final class RuleChecks {
    private static final String AREA = "Clients that break the rules";
    private static final int CONNECT = 0x10;
    private static final int PUBLISH = 0x30;
    private static final int PUBREL = 0x60;
    private static final int SUBSCRIBE = 0x82;
    private static final int QOS_1 = 0x02;
    private static final int QOS_3 = 0x06;
    private static final int CLEAN = 0x02;
    private static final int WILL_WITH_QOS_3 = 0x1C;
    private static final int PASSWORD = 0x40;
    private static final int USERNAME = 0x80;
    private static final int UNKNOWN_LEVEL = 9;
    private static final int MESSAGES_MAX = 2_000;

    private RuleChecks() {}

    static List<Check> all() {
        List<Check> all = new ArrayList<>(connects());
        all.addAll(publishes());
        all.addAll(subscribes());
        return all;
    }

    private static List<Check> connects() {
        return List.of(
                first(
                        "another first packet than CONNECT",
                        "MQTT-3.1.0-1",
                        false,
                        visit -> publish(visit, PUBLISH, visit.topic())),
                connected("a second CONNECT", "MQTT-3.1.0-2", false, visit -> connect(visit, 0)),
                first(
                        "an unknown protocol name",
                        "MQTT-3.1.2-1",
                        false,
                        visit -> connect(visit, "MQTX", 0, visit.clientId().getBytes(StandardCharsets.UTF_8))),
                first("an unknown protocol level", "MQTT-3.1.2-2", false, visit -> new RawPacket(CONNECT)
                        .text(MqttVersion.V5.protocolName())
                        .octets(UNKNOWN_LEVEL, CLEAN)
                        .number(60)
                        .text(visit.clientId())
                        .bytes()),
                since311(first("the reserved flag of CONNECT", "MQTT-3.1.2-3", false, visit -> connect(visit, 1))),
                first("a will with QoS 3", "MQTT-3.1.2-12", false, visit -> connect(visit, WILL_WITH_QOS_3)),
                first(
                        "a client id that is not UTF-8",
                        "MQTT-3.1.3-4",
                        false,
                        visit -> connect(visit, visit.version().protocolName(), 0, new byte[] {'a', (byte) 0xC3, '('})),
                first("an unknown property", "MQTT-4.13.1-1", true, visit -> connect(visit, 0, 0x7E, 1)),
                first(
                        "a property twice",
                        "MQTT-4.13.1-1",
                        true,
                        visit -> connect(visit, 0, 0x11, 0, 0, 0, 9, 0x11, 0, 0, 0, 9)),
                first("a receive maximum of 0", "MQTT-4.13.1-1", true, visit -> connect(visit, 0, 0x21, 0, 0)),
                connected("a length of five bytes", "MQTT-4.13.1-1", false, visit ->
                        new byte[] {PUBLISH, (byte) 0x80, (byte) 0x80, (byte) 0x80, (byte) 0x80, 1}));
    }

    private static List<Check> publishes() {
        return List.of(
                connected(
                        "a wildcard in a topic",
                        "MQTT-3.3.2-2",
                        false,
                        visit -> publish(visit, PUBLISH, visit.topic() + "/+")),
                connected("an empty topic", "MQTT-4.7.3-1", false, visit -> publish(visit, PUBLISH, "")),
                connected(
                        "a topic that is not UTF-8",
                        "MQTT-1.5.4-1",
                        false,
                        visit -> publish(visit, PUBLISH, end(visit, 0xC3, '('))),
                connected(
                        "a surrogate in a topic",
                        "MQTT-1.5.4-1",
                        false,
                        visit -> publish(visit, PUBLISH, end(visit, 0xED, 0xA0, 0x80))),
                connected("U+0000 in a topic", "MQTT-1.5.4-2", false, visit -> publish(visit, PUBLISH, end(visit, 0))),
                connected("QoS 3", "MQTT-3.3.1-4", false, visit -> publish(visit, PUBLISH | QOS_3, visit.topic())),
                connected("packet identifier 0", "MQTT-2.2.1-3", false, visit -> properties(
                                visit,
                                new RawPacket(PUBLISH | QOS_1)
                                        .text(visit.topic())
                                        .number(0))
                        .bytes()),
                since311(connected("wrong flags of PUBREL", "MQTT-3.6.1-1", false, visit -> new RawPacket(PUBREL)
                        .number(1)
                        .bytes())),
                connected("a wildcard in a response topic", "MQTT-3.3.2-14", true, visit -> new RawPacket(PUBLISH)
                        .text(visit.topic())
                        .octets(6, 0x08, 0, 3, 'a', '/', '#')
                        .bytes()),
                connected("topic alias 0", "MQTT-3.3.2-8", true, visit -> new RawPacket(PUBLISH)
                        .text(visit.topic())
                        .octets(3, 0x23, 0, 0)
                        .bytes()),
                rule("a topic alias above the maximum", "MQTT-3.3.2-9", true, RuleChecks::highAlias),
                rule("more messages than the receive maximum", "MQTT-3.3.4-7", true, RuleChecks::tooMany));
    }

    private static List<Check> subscribes() {
        return List.of(
                connected(
                        "wrong flags of SUBSCRIBE",
                        "MQTT-3.8.1-1",
                        false,
                        visit -> subscribe(visit, SUBSCRIBE & ~QOS_1, visit.topic(), 0)),
                connected("SUBSCRIBE without a filter", "MQTT-3.8.3-2", false, visit -> properties(
                                visit, new RawPacket(SUBSCRIBE).number(1))
                        .bytes()),
                connected(
                        "reserved bits of the options",
                        "MQTT-3.8.3-5",
                        false,
                        visit -> subscribe(visit, SUBSCRIBE, visit.topic(), 0xC0)),
                connected(
                        "# that is not last",
                        "MQTT-4.7.1-1",
                        false,
                        visit -> subscribe(visit, SUBSCRIBE, visit.topic() + "/#/a", 0)),
                connected(
                        "+ beside a letter",
                        "MQTT-4.7.1-2",
                        false,
                        visit -> subscribe(visit, SUBSCRIBE, visit.topic() + "/a+", 0)),
                connected("an empty filter", "MQTT-4.7.3-1", false, visit -> subscribe(visit, SUBSCRIBE, "", 0)),
                connected(
                        "a shared subscription without local",
                        "MQTT-3.8.3-4",
                        true,
                        visit -> subscribe(visit, SUBSCRIBE, "$share/" + visit.clientId() + "/" + visit.topic(), 0x04)),
                connected(
                        "a share name with a wildcard",
                        "MQTT-4.8.2-2",
                        true,
                        visit -> subscribe(visit, SUBSCRIBE, "$share/+/" + visit.topic(), 0)));
    }

    private static Check rule(String what, String statement, boolean since5, Check.Experiment experiment) {
        return new Check(AREA, what, statement, since5, experiment);
    }

    /** The standard of MQTT 3.1 does not ask for it. */
    private static Check since311(Check check) {
        return rule(
                check.what(),
                check.statement(),
                check.since5(),
                visit -> visit.version() == MqttVersion.V3_1
                        ? Finding.notTried("it needs MQTT 3.1.1")
                        : check.experiment().run(visit));
    }

    /** Instead of CONNECT. */
    private static Check first(String what, String statement, boolean since5, Function<Visit, byte[]> misdeed) {
        return rule(what, statement, since5, visit -> asFirst(visit, statement, misdeed.apply(visit)));
    }

    private static Finding asFirst(Visit visit, String statement, byte[] bytes)
            throws IOException, InterruptedException {
        Talk talk = visit.target().open();
        try {
            talk.speak(visit.version(), 0);
            talk.sendRaw(bytes);
            return judgeFirst(talk, statement);
        } finally {
            talk.cut();
        }
    }

    private static Finding judgeFirst(Talk talk, String statement) throws IOException, InterruptedException {
        try {
            ConnAck answer = talk.awaitConnAck();
            if (!answer.reason().isError()) {
                return Finding.deviation(statement, "the broker lets it in");
            }
        } catch (UnansweredException closed) {
            if (!talk.awaitEnd(0)) {
                return Finding.deviation(statement, "the connection stays open");
            }
        } catch (ProtocolError otherVersion) { // a refusal may be written for any
            return judgeEnd(talk, statement, "");
        }
        return judgeEnd(
                talk,
                statement,
                talk.hasConnAck() ? " with " + Finding.reason(talk.connAck().reason()) : talk.ending());
    }

    private static Finding judgeEnd(Talk talk, String statement, String answered) throws InterruptedException {
        return talk.awaitEnd()
                ? Finding.yes("closes" + answered)
                : Finding.deviation(statement, "the connection stays open after a refusal");
    }

    /** After CONNECT. */
    private static Check connected(String what, String statement, boolean since5, Function<Visit, byte[]> misdeed) {
        return rule(what, statement, since5, visit -> {
            Talk talk = visit.enter();
            try {
                talk.sendRaw(misdeed.apply(visit));
                return judge(talk, statement);
            } finally {
                talk.cut();
            }
        });
    }

    private static Finding judge(Talk talk, String statement) throws IOException, InterruptedException {
        boolean goesOn = talk.answersPing();
        Optional<ReasonCode> refusal = talk.refusal();
        if (refusal.isPresent()) {
            return Finding.yes("refuses with " + Finding.reason(refusal.get()));
        }
        if (goesOn) {
            return Finding.deviation(statement, "the broker goes on as if nothing was wrong");
        }
        return talk.awaitEnd(0)
                ? Finding.yes("closes" + talk.ending())
                : Finding.deviation(statement, "the broker is silent and stays connected");
    }

    private static Finding highAlias(Visit visit) throws IOException, InterruptedException {
        int alias = visit.limits().topicAliasMaximum() + 1;
        if (alias > 0xFFFF) {
            return Finding.notTried("there is no higher one");
        }
        Talk talk = visit.enter();
        try {
            talk.sendRaw(new RawPacket(PUBLISH)
                    .text(visit.topic())
                    .octets(3, 0x23)
                    .number(alias)
                    .bytes());
            return judge(talk, "MQTT-3.3.2-9");
        } finally {
            talk.cut();
        }
    }

    private static Finding tooMany(Visit visit) throws IOException, InterruptedException {
        int allowed = visit.limits().receiveMaximum();
        if (visit.atMost(Qos.EXACTLY_ONCE) != Qos.EXACTLY_ONCE || allowed > MESSAGES_MAX) {
            return Finding.notTried(allowed > MESSAGES_MAX ? "it takes " + allowed : "there is no QoS 2");
        }
        Topic topic = Topic.of(visit.topic());
        Talk talk = visit.enter();
        try {
            for (int i = 0; i <= allowed; i++) {
                talk.send(new Publish(
                        talk.newPacketId(),
                        topic,
                        Qos.EXACTLY_ONCE,
                        false,
                        false,
                        Bytes.EMPTY,
                        PublishProperties.NONE,
                        SubscriptionIdentifiers.NONE));
            }
            return judge(talk, "MQTT-3.3.4-7");
        } finally {
            talk.cut();
        }
    }

    private static byte[] connect(Visit visit, int flags, int... properties) {
        return connect(
                visit,
                visit.version().protocolName(),
                flags,
                visit.clientId().getBytes(StandardCharsets.UTF_8),
                properties);
    }

    /** A CONNECT that is right but for what is said here. */
    private static byte[] connect(Visit visit, String name, int flags, byte[] clientId, int... properties) {
        MqttVersion version = visit.version();
        String username = visit.target().username();
        String password = visit.target().password();
        int login = (username == null ? 0 : USERNAME) | (password == null ? 0 : PASSWORD);
        RawPacket packet = new RawPacket(CONNECT)
                .text(name)
                .octets(version.level(), CLEAN | flags | login)
                .number(60);
        if (version.hasProperties()) {
            packet.octets(properties.length).octets(properties);
        }
        packet.binary(clientId);
        if (flags == WILL_WITH_QOS_3) {
            properties(visit, packet).text(visit.topic()).text("gone");
        }
        if (username != null) {
            packet.text(username);
        }
        if (password != null) {
            packet.text(password);
        }
        return packet.bytes();
    }

    /** No properties, where there may be some. */
    private static RawPacket properties(Visit visit, RawPacket packet) {
        return visit.version().hasProperties() ? packet.octets(0) : packet;
    }

    private static byte[] publish(Visit visit, int first, String topic) {
        return publish(visit, first, topic.getBytes(StandardCharsets.UTF_8));
    }

    private static byte[] publish(Visit visit, int first, byte[] topic) {
        RawPacket packet = new RawPacket(first).binary(topic);
        if ((first & QOS_3) != 0) {
            packet.number(1);
        }
        return properties(visit, packet).bytes();
    }

    /** The bytes of a topic that ends with these. */
    private static byte[] end(Visit visit, int... last) {
        byte[] topic = (visit.topic() + "/" + "?".repeat(last.length)).getBytes(StandardCharsets.UTF_8);
        for (int i = 0; i < last.length; i++) {
            topic[topic.length - last.length + i] = (byte) last[i];
        }
        return topic;
    }

    private static byte[] subscribe(Visit visit, int first, String filter, int options) {
        return properties(visit, new RawPacket(first).number(1))
                .text(filter)
                .octets(options)
                .bytes();
    }
}
