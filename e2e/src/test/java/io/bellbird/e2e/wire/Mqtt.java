package io.bellbird.e2e.wire;

/** The version of MQTT that a client speaks. */
public enum Mqtt {
    V3_1_1(4),
    V5(5);

    final int level;

    Mqtt(int level) {
        this.level = level;
    }
}
