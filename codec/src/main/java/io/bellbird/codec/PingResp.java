package io.bellbird.codec;

/** PINGRESP (section 3.13). There is only one. */
public record PingResp() implements Packet {
    /** The one. */
    public static final PingResp INSTANCE = new PingResp();

    @Override
    public PacketType type() {
        return PacketType.PINGRESP;
    }
}
