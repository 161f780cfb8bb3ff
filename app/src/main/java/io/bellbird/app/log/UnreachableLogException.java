package io.bellbird.app.log;

import java.io.IOException;

/** A place for log lines that cannot be reached; the message is a sentence without its end. */
public final class UnreachableLogException extends IOException {
    private static final long serialVersionUID = 1L;

    UnreachableLogException(String message) {
        super(message);
    }
}
