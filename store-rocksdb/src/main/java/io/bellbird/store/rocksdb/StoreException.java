package io.bellbird.store.rocksdb;

import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** The store cannot be used. The message is a sentence for people: it names what is wrong and says what to do. */
public class StoreException extends IOException {
    private static final long serialVersionUID = 1;

    StoreException(String message) {
        super(message);
    }

    StoreException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
