package io.bellbird.app;

import java.util.List;

/** The broker cannot start, for a reason that its owner can do something about. */
final class StartException extends Exception {
    private static final long serialVersionUID = 1L;

    private final int exitCode;

    /** @param message lines that say what is wrong and what to do; mostly one */
    StartException(int exitCode, String message) {
        super(message, null, false, false);
        this.exitCode = exitCode;
    }

    List<String> lines() {
        return String.valueOf(getMessage()).lines().toList();
    }

    int exitCode() {
        return exitCode;
    }
}
