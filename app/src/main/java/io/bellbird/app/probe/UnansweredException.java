package io.bellbird.app.probe;

import java.io.IOException;

/** What was awaited does not come: the broker is silent, or has closed the connection. */
final class UnansweredException extends IOException {
    private static final long serialVersionUID = 1;

    UnansweredException(String message) {
        super(message);
    }
}
