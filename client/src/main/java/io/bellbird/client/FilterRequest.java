package io.bellbird.client;

import io.bellbird.codec.ReasonCode;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** SUBSCRIBE or UNSUBSCRIBE of one filter, until the broker has answered. Belongs to the client's loop. */
final class FilterRequest implements Exchange {
    final Kind kind;
    final String filter;
    final SubscribeOptions options;
    /** Whose it is; null when nobody's in particular, or the filter is wanted again, or is given up for all. */
    final @Nullable Stream stream;

    final CompletableFuture<ReasonCode> answer = new CompletableFuture<>();
    int packetId;

    /** What is asked for. */
    enum Kind {
        SUBSCRIBE,
        UNSUBSCRIBE
    }

    FilterRequest(Kind kind, String filter, SubscribeOptions options, @Nullable Stream stream) {
        this.kind = kind;
        this.filter = filter;
        this.options = options;
        this.stream = stream;
    }
}
