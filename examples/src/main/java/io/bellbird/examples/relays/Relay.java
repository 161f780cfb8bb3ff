package io.bellbird.examples.relays;

/** A switch that is worked by electricity. */
interface Relay {
    /** Switches it on or off, whatever it was. */
    void set(boolean on);
}
