package io.bellbird.broker.config;

/** A value that cannot be understood or is out of range; the message says what to write instead. */
final class InvalidValueException extends Exception {
    private static final long serialVersionUID = 1L;

    InvalidValueException(String message) {
        super(message, null, false, false);
    }
}
