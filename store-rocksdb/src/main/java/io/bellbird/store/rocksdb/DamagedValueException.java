package io.bellbird.store.rocksdb;

/** A key or value is not what this format writes. The message says which, and what is wrong with it. */
final class DamagedValueException extends RuntimeException {
    private static final long serialVersionUID = 1;

    DamagedValueException(String message) {
        super(message);
    }

    DamagedValueException(String message, Throwable cause) {
        super(message, cause);
    }
}
