package io.bellbird.app.mosquitto;

/** The store cannot take more in. The message says what to do. */
public final class StoreRefusedException extends Exception {
    private static final long serialVersionUID = 1L;

    StoreRefusedException(String message) {
        super(message, null, false, false);
    }
}
