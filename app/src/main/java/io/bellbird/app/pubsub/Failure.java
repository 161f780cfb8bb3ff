package io.bellbird.app.pubsub;

import java.util.List;

/** The end of a run that went wrong, as Mosquitto's programs tell it. */
final class Failure extends Exception {
    private static final long serialVersionUID = 1;

    /** An error before anything was sent. */
    static final int ERROR = 1;

    static final int PROTOCOL = 2;
    static final int CONNECTION_LOST = 7;
    static final int TLS = 8;
    static final int TIMED_OUT = 27;
    /** What a shell says of a process that SIGPIPE has ended. */
    static final int BROKEN_PIPE = 141;

    final int status;
    /** More lines for people, left out where Mosquitto's program is imitated; each with the name of who says it. */
    final transient List<String> advice;

    /** @param message what is printed; empty: nothing */
    Failure(int status, String message, List<String> advice) {
        super(message);
        this.status = status;
        this.advice = List.copyOf(advice);
    }

    Failure(int status, String message) {
        this(status, message, List.of());
    }

    /** The connection broke, and nobody connects again. */
    static Failure connectionLost(String why) {
        return new Failure(CONNECTION_LOST, "Error: The connection was lost.", List.of(why));
    }

    static Failure timedOut() {
        return new Failure(TIMED_OUT, "Timed out");
    }
}
