package io.bellbird.store.rocksdb;

import org.jspecify.annotations.Nullable;

/** Another process has the data folder, or this one has it already. */
final class FolderInUseException extends StoreException {
    private static final long serialVersionUID = 1;

    FolderInUseException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
