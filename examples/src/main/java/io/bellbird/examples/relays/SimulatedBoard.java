package io.bellbird.examples.relays;

/** A board without a board: prints what its relays would do. */
final class SimulatedBoard implements Board {
    @Override
    public Relay relay(int gpio) {
        return on -> System.out.println("GPIO " + gpio + (on ? ": click, on" : ": click, off"));
    }

    @Override
    public void close() {}
}
