package io.bellbird.client.journal;

/** What a note says. Its number is the sequence of a message to the broker, a packet id of the broker's, or nothing. */
public enum Fact {
    /** There is a connection: from now on each message may have been sent once it is written. */
    ONLINE(Fact.UNWRITTEN),
    /** There is none any more. */
    OFFLINE(Fact.UNWRITTEN),
    /** All messages up to this one may have been sent. The journal itself writes this. */
    SENT(2),
    /** The broker has a message of QoS 2: PUBREC came. */
    RELEASED(3),
    /** A message needs nothing more. */
    DONE(4),
    /** A message of QoS 2 from the broker was processed; its packet id is taken until the broker releases it. */
    RECEIVED(5),
    /** The broker has released that packet id. */
    FORGOTTEN(6),
    /** The broker has forgotten the session, so that its packet ids mean nothing. */
    SESSION_NEW(7);

    private static final int UNWRITTEN = -1;
    private static final Fact[] ALL = values();

    /** In the file. */
    final byte code;

    Fact(int code) {
        this.code = (byte) code;
    }

    /** @throws IllegalArgumentException when there is none */
    static Fact of(byte code) {
        for (Fact fact : ALL) {
            if (fact.code == code && code != UNWRITTEN) {
                return fact;
            }
        }
        throw new IllegalArgumentException("no record has the type " + code);
    }
}
