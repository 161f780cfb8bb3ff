package io.bellbird.e2e.wire;

import java.util.List;

/** The bytes of the packets that a client sends. Immutable. */
public final class ClientPackets {
    private static final int RELIABLE = 0x02; // the flags that PUBREL and SUBSCRIBE must have

    private final Mqtt version;

    public ClientPackets(Mqtt version) {
        this.version = version;
    }

    /**
     * CONNECT.
     *
     * @param keepAliveSeconds 0..65535; 0 means that there is none
     */
    public byte[] connect(Login login, int keepAliveSeconds) {
        int flags = (login.persistent() ? 0 : 0x02)
                | login.will().map(will -> 0x04 | will.qos() << 3).orElse(0)
                | (login.user().isPresent() ? 0xC0 : 0);
        PacketBytes bytes = new PacketBytes()
                .text("MQTT")
                .oneByte(version.level)
                .oneByte(flags)
                .twoBytes(keepAliveSeconds);
        if (version == Mqtt.V5) {
            bytes.section(connectProperties(login));
        }
        bytes.text(login.clientId());
        login.will().ifPresent(will -> addWill(bytes, will));
        login.user().ifPresent(user -> bytes.text(user.name()).text(user.password()));
        return bytes.packet(0x10);
    }

    /**
     * PUBLISH.
     *
     * @param packetId 1..65535; not used at QoS 0
     */
    public byte[] publish(String topic, int qos, int packetId, boolean duplicate, boolean retain, byte[] payload) {
        PacketBytes bytes = new PacketBytes().text(topic);
        if (qos > 0) {
            bytes.twoBytes(packetId);
        }
        noProperties(bytes);
        bytes.raw(payload);
        return bytes.packet(0x30 | (duplicate ? 8 : 0) | qos << 1 | (retain ? 1 : 0));
    }

    /** PUBACK, PUBREC, PUBREL or PUBCOMP without a reason, which means success. */
    public byte[] acknowledge(AckType type, int packetId) {
        int flags = type == AckType.PUBREL ? RELIABLE : 0;
        return new PacketBytes().twoBytes(packetId).packet(type.number << 4 | flags);
    }

    /**
     * SUBSCRIBE.
     *
     * @param filters one or more
     */
    public byte[] subscribe(int packetId, List<String> filters, int qos) {
        PacketBytes bytes = new PacketBytes().twoBytes(packetId);
        noProperties(bytes);
        filters.forEach(filter -> bytes.text(filter).oneByte(qos));
        return bytes.packet(0x80 | RELIABLE);
    }

    public byte[] ping() {
        return new PacketBytes().packet(0xC0);
    }

    public byte[] disconnect() {
        return new PacketBytes().packet(0xE0);
    }

    private static PacketBytes connectProperties(Login login) {
        return new PacketBytes()
                .oneByte(0x11)
                .fourBytes(login.sessionSeconds())
                .oneByte(0x21)
                .twoBytes(login.receiveMaximum());
    }

    private void addWill(PacketBytes bytes, Login.Will will) {
        if (version == Mqtt.V5) {
            bytes.section(new PacketBytes().oneByte(0x18).fourBytes(will.delaySeconds()));
        }
        bytes.text(will.topic()).text(will.payload());
    }

    private void noProperties(PacketBytes bytes) {
        if (version == Mqtt.V5) {
            bytes.oneByte(0);
        }
    }
}
