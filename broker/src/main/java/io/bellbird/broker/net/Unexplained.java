package io.bellbird.broker.net;

import io.bellbird.codec.AckProperties;
import io.bellbird.codec.ConnAck;
import io.bellbird.codec.Disconnect;
import io.bellbird.codec.Packet;
import io.bellbird.codec.PubAck;
import io.bellbird.codec.PubComp;
import io.bellbird.codec.PubRec;
import io.bellbird.codec.PubRel;
import io.bellbird.codec.SubAck;
import io.bellbird.codec.UnsubAck;

/** Packets without what is only for people, for a client that takes small packets only [MQTT-3.4.2-2]. */
final class Unexplained {
    private Unexplained() {}

    /**
     * The packet without reason string and user properties; CONNACK without any that it need not have, so that a tiny
     * client gets one.
     */
    static Packet of(Packet packet) {
        return switch (packet.type()) {
            case PUBACK -> new PubAck(((PubAck) packet).packetId(), ((PubAck) packet).reason());
            case PUBREC -> new PubRec(((PubRec) packet).packetId(), ((PubRec) packet).reason());
            case PUBREL -> new PubRel(((PubRel) packet).packetId(), ((PubRel) packet).reason());
            case PUBCOMP -> new PubComp(((PubComp) packet).packetId(), ((PubComp) packet).reason());
            case SUBACK -> new SubAck(((SubAck) packet).packetId(), ((SubAck) packet).reasons(), AckProperties.NONE);
            case UNSUBACK ->
                new UnsubAck(((UnsubAck) packet).packetId(), ((UnsubAck) packet).reasons(), AckProperties.NONE);
            case DISCONNECT -> Disconnect.because(((Disconnect) packet).reason(), null);
            case CONNACK -> of((ConnAck) packet);
            case CONNECT, PUBLISH, SUBSCRIBE, UNSUBSCRIBE, PINGREQ, PINGRESP, AUTH -> packet;
        };
    }

    private static ConnAck of(ConnAck packet) {
        String method = packet.properties().authenticationMethod();
        ConnAck.Properties kept = ConnAck.Properties.DEFAULTS;
        return new ConnAck(
                packet.sessionPresent(),
                packet.reason(),
                method == null
                        ? kept
                        : kept.authenticated(method, packet.properties().authenticationData()));
    }
}
