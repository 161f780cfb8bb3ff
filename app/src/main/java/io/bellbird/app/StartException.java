package io.bellbird.app;

/** The broker cannot start, for a reason that its owner can do something about. */
final class StartException extends Exception {
    private static final long serialVersionUID = 1L;

    private final int exitCode;

    /** @param message one line that says what is wrong and what to do */
    StartException(int exitCode, String message) {
        super(message, null, false, false);
        this.exitCode = exitCode;
    }

    int exitCode() {
        return exitCode;
    }
}
