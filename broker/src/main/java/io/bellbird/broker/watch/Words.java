package io.bellbird.broker.watch;

import io.bellbird.broker.monitor.ConnectionEnd;
import io.bellbird.codec.ReasonCode;

/** What traces and the audit log both say in one word. */
final class Words {
    private Words() {}

    /** Who ended a connection. */
    static String of(ConnectionEnd how) {
        return switch (how) {
            case REFUSED, BY_BROKER -> "broker";
            case BY_CLIENT -> "client";
            case LOST -> "network";
        };
    }

    /** Why it ended: 0x00 has another name there. */
    static String ofEnd(ReasonCode reason) {
        return reason == ReasonCode.NORMAL_DISCONNECTION ? "NORMAL_DISCONNECTION" : reason.name();
    }
}
