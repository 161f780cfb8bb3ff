package io.bellbird.codec;

/** PINGREQ (section 3.12). There is only one. */
public record PingReq() implements Packet {
    /** The one. */
    public static final PingReq INSTANCE = new PingReq();

    @Override
    public PacketType type() {
        return PacketType.PINGREQ;
    }
}
