package io.bellbird.app.bench;

import java.util.BitSet;

/** The messages from one publisher to one topic, numbered from 0 on. Concurrent: guarded by itself. */
final class NumberedStream {
    private final int number;
    private final String topic;
    private int sent;
    /** Those that the broker has taken over: a subscriber must get them. */
    private final BitSet acknowledged = new BitSet();

    NumberedStream(int number, String topic) {
        this.number = number;
        this.topic = topic;
    }

    int number() {
        return number;
    }

    String topic() {
        return topic;
    }

    /** The number of the next message, which is about to be sent. */
    synchronized int next() {
        return sent++;
    }

    /** The broker has a message or, at QoS 0, its socket. */
    synchronized void acknowledged(int sequence) {
        acknowledged.set(sequence);
    }

    synchronized int acknowledgedCount() {
        return acknowledged.cardinality();
    }

    /** How many of those that are acknowledged somebody has not got. */
    synchronized int missing(BitSet got) {
        BitSet missing = (BitSet) acknowledged.clone();
        missing.andNot(got);
        return missing.cardinality();
    }
}
