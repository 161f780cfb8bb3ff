package io.bellbird.app.mosquitto;

import io.bellbird.codec.Qos;
import org.jspecify.annotations.Nullable;

/** How far the delivery of a message had come when Mosquitto wrote it down, with the numbers that stand in the file. */
public enum DeliveryState {
    /** QoS 0, to be sent. */
    SEND_QOS_0(1, false, Qos.AT_MOST_ONCE),
    /** QoS 1, to be sent. */
    SEND_QOS_1(2, false, Qos.AT_LEAST_ONCE),
    /** QoS 1, sent. */
    AWAIT_PUBACK(3, false, Qos.AT_LEAST_ONCE),
    /** QoS 2, to be sent. */
    SEND_QOS_2(4, false, Qos.EXACTLY_ONCE),
    /** QoS 2, sent. */
    AWAIT_PUBREC(5, false, Qos.EXACTLY_ONCE),
    /** The client has it; PUBREL is to be sent again. */
    SEND_PUBREL(6, false, Qos.EXACTLY_ONCE),
    /** The client published it and was told so by PUBREC; Mosquitto hands it on only when PUBREL comes. */
    AWAIT_PUBREL(7, true, Qos.EXACTLY_ONCE),
    /** The client published it and it was handed on; PUBCOMP is to be sent again. */
    SEND_PUBCOMP(8, true, Qos.EXACTLY_ONCE),
    /** The client has it, and PUBREL was sent. */
    AWAIT_PUBCOMP(9, false, Qos.EXACTLY_ONCE),
    /** The client published it and was not told that it arrived: it will publish it again. */
    SEND_PUBREC(10, true, Qos.EXACTLY_ONCE),
    /** It waits for its turn, in either direction. */
    QUEUED(11, false, null);

    private final int number;
    private final boolean fromClient;
    private final @Nullable Qos qos;

    DeliveryState(int number, boolean fromClient, @Nullable Qos qos) {
        this.number = number;
        this.fromClient = fromClient;
        this.qos = qos;
    }

    /** The state of a number, or null when there is none. */
    static @Nullable DeliveryState of(int number) {
        return number >= 1 && number <= values().length ? values()[number - 1] : null;
    }

    int number() {
        return number;
    }

    /** Whether a delivery can be in this state. */
    boolean fits(boolean messageFromClient, Qos messageQos) {
        return this == QUEUED || (messageFromClient == fromClient && messageQos == qos);
    }

    /** Whether it has, or had, a packet id that both sides know. */
    boolean needsPacketId() {
        return this != QUEUED && this != SEND_QOS_0;
    }
}
