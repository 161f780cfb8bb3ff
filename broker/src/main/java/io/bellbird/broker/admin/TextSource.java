package io.bellbird.broker.admin;

import org.jspecify.annotations.Nullable;

/** Text without an end. Asked on the admin thread. */
public interface TextSource {
    /** The next piece; null when there is none at the moment. */
    @Nullable
    String next();

    /** The client has gone. */
    void onEnd();
}
