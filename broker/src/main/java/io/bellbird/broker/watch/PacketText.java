package io.bellbird.broker.watch;

import io.bellbird.broker.monitor.LogText;
import io.bellbird.codec.Auth;
import io.bellbird.codec.Bytes;
import io.bellbird.codec.ConnAck;
import io.bellbird.codec.Connect;
import io.bellbird.codec.Disconnect;
import io.bellbird.codec.Packet;
import io.bellbird.codec.PubAck;
import io.bellbird.codec.PubComp;
import io.bellbird.codec.PubRec;
import io.bellbird.codec.PubRel;
import io.bellbird.codec.Publish;
import io.bellbird.codec.Qos;
import io.bellbird.codec.ReasonCode;
import io.bellbird.codec.SubAck;
import io.bellbird.codec.Subscribe;
import io.bellbird.codec.Topic;
import io.bellbird.codec.UnsubAck;
import io.bellbird.codec.Unsubscribe;
import io.bellbird.codec.Utf8;
import io.bellbird.codec.WillMessage;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Packets as text on one line, with what matters of them: never a password, nor what authentication methods exchange. */
final class PacketText {
    /** So much of a payload is shown. */
    private static final int PAYLOAD_BYTES_MAX = 64;

    private static final int CHARACTER_BYTES_MAX = 4;
    /** So many filters or reasons of one packet are shown. */
    private static final int ITEMS_MAX = 20;

    private PacketText() {}

    static String of(Packet packet) {
        return switch (packet.type()) {
            case PUBLISH -> of((Publish) packet);
            case PUBACK -> acknowledgement("PUBACK", ((PubAck) packet).packetId(), ((PubAck) packet).reason());
            case PUBREC -> acknowledgement("PUBREC", ((PubRec) packet).packetId(), ((PubRec) packet).reason());
            case PUBREL -> acknowledgement("PUBREL", ((PubRel) packet).packetId(), ((PubRel) packet).reason());
            case PUBCOMP -> acknowledgement("PUBCOMP", ((PubComp) packet).packetId(), ((PubComp) packet).reason());
            case SUBSCRIBE -> of((Subscribe) packet);
            case SUBACK -> answers("SUBACK", ((SubAck) packet).packetId(), ((SubAck) packet).reasons());
            case UNSUBSCRIBE -> of((Unsubscribe) packet);
            case UNSUBACK -> answers("UNSUBACK", ((UnsubAck) packet).packetId(), ((UnsubAck) packet).reasons());
            case DISCONNECT -> "DISCONNECT reason=" + Words.ofEnd(((Disconnect) packet).reason());
            case CONNACK -> of((ConnAck) packet);
            case AUTH -> of((Auth) packet);
            case CONNECT, PINGREQ, PINGRESP -> packet.type().name();
        };
    }

    static String of(Connect connect, String peer, String listener) {
        String user = connect.username();
        WillMessage will = connect.will();
        return "CONNECT version=" + connect.version() + " from=" + peer + " listener=" + listener
                + (user == null ? "" : " user=" + LogText.of(user))
                + " clean_start=" + connect.cleanStart()
                + " session_expiry=" + connect.properties().sessionExpiryIntervalSeconds()
                + " keepalive=" + connect.keepAliveSeconds()
                + (will == null ? "" : will(will));
    }

    private static String will(WillMessage will) {
        return " will_topic=" + LogText.of(will.topic().text()) + " will_qos="
                + will.qos().level() + " will_retain=" + will.retain() + " will_delay=" + will.delaySeconds()
                + " will_bytes=" + will.payload().length();
    }

    private static String of(ConnAck packet) {
        return "CONNACK reason=" + packet.reason() + " session_present=" + packet.sessionPresent();
    }

    private static String of(Auth packet) {
        String method = packet.authenticationMethod();
        return "AUTH reason=" + packet.reason() + (method == null ? "" : " method=" + LogText.of(method));
    }

    static String of(Publish packet) {
        return publish(
                packet.topic(), packet.packetId(), packet.qos(), packet.duplicate(), packet.retain(), packet.payload());
    }

    static String publish(Topic topic, int packetId, Qos qos, boolean duplicate, boolean retain, Bytes payload) {
        return "PUBLISH topic=" + LogText.of(topic.text()) + " qos=" + qos.level()
                + (packetId == 0 ? "" : " id=" + packetId)
                + " retain=" + retain
                + " dup=" + duplicate
                + " bytes=" + payload.length()
                + " payload=" + beginning(payload);
    }

    /** As text if it is text, else in hexadecimal. */
    private static String beginning(Bytes payload) {
        byte[] bytes = payload.array();
        int end = Math.min(bytes.length, PAYLOAD_BYTES_MAX);
        Bytes text = Bytes.wrap(Arrays.copyOf(bytes, end - bytesOfCutCharacter(bytes, end)));
        String more = end < bytes.length ? "..." : "";
        if (Utf8.isValid(text)) {
            return '"' + LogText.line(new String(text.array(), StandardCharsets.UTF_8)) + '"' + more;
        }
        return "0x" + HexFormat.of().formatHex(bytes, 0, end) + more;
    }

    /** Those before {@code end} of a character in UTF-8 that goes on behind it. */
    private static int bytesOfCutCharacter(byte[] bytes, int end) {
        int count = 0;
        while (end < bytes.length && count < CHARACTER_BYTES_MAX - 1 && (bytes[end - count] & 0xC0) == 0x80) {
            count++;
        }
        return count;
    }

    private static String acknowledgement(String name, int packetId, ReasonCode reason) {
        return name + " id=" + packetId + " reason=" + reason;
    }

    private static String of(Subscribe packet) {
        return "SUBSCRIBE id=" + packet.packetId()
                + list(
                        packet.requests(),
                        request -> " filter=" + LogText.of(request.filter()) + " qos="
                                + request.options().qos().level());
    }

    private static String of(Unsubscribe packet) {
        return "UNSUBSCRIBE id=" + packet.packetId()
                + list(packet.filters(), filter -> " filter=" + LogText.of(filter));
    }

    private static String answers(String name, int packetId, List<ReasonCode> reasons) {
        return name + " id=" + packetId + list(reasons, reason -> " reason=" + reason);
    }

    private static <T> String list(List<T> items, Function<T, String> text) {
        Stream<String> shown = items.stream().limit(ITEMS_MAX).map(text);
        return shown.collect(Collectors.joining()) + (items.size() > ITEMS_MAX ? " ..." : "");
    }
}
