package io.bellbird.examples.relays;

/** A battery pack of lead whose voltage is made up: it sinks while the pack works, and rises while it rests. */
final class Pack {
    private static final double FULL_VOLTS = 12.8;
    private static final double DEAD_VOLTS = 10.5;

    private final Relay relay;
    private double volts = 12.6;
    private boolean on;

    Pack(Relay relay) {
        this.relay = relay;
    }

    boolean isOn() {
        return on;
    }

    void set(boolean wanted) {
        relay.set(wanted);
        on = wanted;
    }

    /** Lets a moment pass, and measures. */
    double measure() {
        volts = on ? Math.max(DEAD_VOLTS, volts - 0.1) : Math.min(FULL_VOLTS, volts + 0.06);
        return volts;
    }
}
