package io.bellbird.broker.security;

/** A text is no hash of a password; the message says why, without the text. */
public final class MalformedHashException extends Exception {
    private static final long serialVersionUID = 1L;

    MalformedHashException(String message) {
        super(message);
    }
}
