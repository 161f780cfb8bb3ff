package io.bellbird.app.bench;

/** No client gets in at the broker. The message is for the user. */
final class UnreachableException extends Exception {
    private static final long serialVersionUID = 1;

    UnreachableException(String message, Throwable cause) {
        super(message, cause);
    }
}
