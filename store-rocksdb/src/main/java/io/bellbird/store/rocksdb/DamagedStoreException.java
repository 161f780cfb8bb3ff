package io.bellbird.store.rocksdb;

/** What a store has is not what was written. */
final class DamagedStoreException extends StoreException {
    private static final long serialVersionUID = 1;

    DamagedStoreException(String message, Throwable cause) {
        super(message, cause);
    }
}
