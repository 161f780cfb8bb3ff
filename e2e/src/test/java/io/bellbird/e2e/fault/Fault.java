package io.bellbird.e2e.fault;

/**
 * What happens to one link.
 *
 * @param direction whose bytes count
 * @param afterBytes how many of them pass before, 0 or more, wherever in a packet that is
 */
record Fault(Kind kind, Direction direction, long afterBytes) {
    /** A link that holds. */
    static final Fault NONE = new Fault(Kind.RESET, Direction.TO_BROKER, Long.MAX_VALUE);

    /** What goes wrong. */
    enum Kind {
        /** Both ends get RST; what they have not read yet may be lost. */
        RESET,
        /** The client gets RST, the broker reads all that passed and then the end (FIN). */
        HANG_UP,
        /** The link stands still for {@link FaultProxy#STALL_MILLIS}; after as many bytes again both ends get RST. */
        STALL,
        /** From now on bytes of this direction are taken and never arrive. */
        SWALLOW
    }
}
