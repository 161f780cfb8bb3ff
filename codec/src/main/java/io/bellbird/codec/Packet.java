package io.bellbird.codec;

/**
 * An MQTT control packet: an immutable value, equal by content, independent of the version that it is written for.
 * What a version cannot express is left out when the packet is encoded for it.
 */
public sealed interface Packet
        permits Auth,
                ConnAck,
                Connect,
                Disconnect,
                PingReq,
                PingResp,
                PubAck,
                PubComp,
                PubRec,
                PubRel,
                Publish,
                SubAck,
                Subscribe,
                UnsubAck,
                Unsubscribe {

    /** What it is, to dispatch on. */
    PacketType type();
}
