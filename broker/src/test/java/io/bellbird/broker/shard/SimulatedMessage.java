package io.bellbird.broker.shard;

import io.bellbird.codec.Publish;
import io.bellbird.codec.Qos;

/** A message of QoS 1 or 2 that a simulated client published. */
final class SimulatedMessage {
    final String publisher;
    /** As it was sent first. */
    final Publish publish;
    /** The step in which it was sent first. */
    final long step;

    /** PUBACK or PUBREC came. */
    boolean acknowledged;

    SimulatedMessage(String publisher, Publish publish, long step) {
        this.publisher = publisher;
        this.publish = publish;
        this.step = step;
    }

    String topic() {
        return publish.topic().text();
    }

    Qos qos() {
        return publish.qos();
    }

    /** Tells it from all others, unless it is empty. */
    String payload() {
        return publish.payload().toUtf8();
    }

    /** Nobody need get it when time passes. */
    boolean expires() {
        return publish.properties().expires();
    }

    @Override
    public String toString() {
        return payload() + " to " + topic() + (acknowledged ? " acknowledged" : "");
    }
}
