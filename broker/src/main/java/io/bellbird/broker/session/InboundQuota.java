package io.bellbird.broker.session;

import io.bellbird.broker.ShardConfined;
import io.bellbird.codec.ProtocolError;
import io.bellbird.codec.ReasonCode;

/**
 * Counts the peer's unacknowledged QoS 1 and 2 messages against the Receive Maximum granted in CONNACK (section
 * 3.3.4). Lives as long as one network connection.
 */
@ShardConfined
final class InboundQuota {
    private final int receiveMaximum;
    private int unacknowledged;

    /** @param receiveMaximum messages, 1..65535 */
    InboundQuota(int receiveMaximum) {
        this.receiveMaximum = receiveMaximum;
    }

    /**
     * Takes one slot for an arriving message.
     *
     * @throws ProtocolError RECEIVE_MAXIMUM_EXCEEDED (0x93) when all slots are taken
     */
    void acquire() {
        if (unacknowledged == receiveMaximum) {
            throw new ProtocolError(
                    ReasonCode.RECEIVE_MAXIMUM_EXCEEDED,
                    "MQTT-3.3.4-7",
                    "more than " + receiveMaximum + " unacknowledged PUBLISH packets");
        }
        unacknowledged++;
    }

    /** Gives a slot back; an exchange that an earlier connection began has none. */
    void release() {
        if (unacknowledged > 0) {
            unacknowledged--;
        }
    }
}
