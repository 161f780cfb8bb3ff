package io.bellbird.app.pubsub;

/** The command line, or a file of defaults, is wrong. The message is what Mosquitto's program says. */
final class UsageException extends Exception {
    private static final long serialVersionUID = 1;

    /** What comes after the message. */
    final Sequel sequel;

    /** What is printed after the message. */
    enum Sequel {
        /** Nothing. */
        NONE,
        /** Where help is to be had. */
        HINT,
        /** The same, with one more empty line before it. */
        BLANK_AND_HINT,
        /** All help there is. */
        USAGE
    }

    UsageException(String message, Sequel sequel) {
        super(message);
        this.sequel = sequel;
    }

    /** With the hint. */
    static UsageException of(String message) {
        return new UsageException(message, Sequel.HINT);
    }

    /** With an empty line and the hint. */
    static UsageException spaced(String message) {
        return new UsageException(message, Sequel.BLANK_AND_HINT);
    }
}
