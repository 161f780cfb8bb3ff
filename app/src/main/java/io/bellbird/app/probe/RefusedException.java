package io.bellbird.app.probe;

import io.bellbird.codec.ReasonCode;
import java.io.IOException;

/** The broker can, but does not want: a reason code says so. */
final class RefusedException extends IOException {
    private static final long serialVersionUID = 1;

    RefusedException(String what, ReasonCode reason) {
        super(what + ": " + Finding.reason(reason));
    }
}
