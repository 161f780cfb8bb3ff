package io.bellbird.client;

import io.bellbird.codec.Bytes;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** A method of authentication: answers what it is asked with the same and {@code !}. */
final class Riddle implements Authentication {
    final List<String> heard = Collections.synchronizedList(new ArrayList<>());
    final List<String> namedOn = Collections.synchronizedList(new ArrayList<>());
    volatile boolean trusts = true;
    volatile CompletableFuture<Void> patience = CompletableFuture.completedFuture(null);

    @Override
    public String method() {
        namedOn.add(Thread.currentThread().getName());
        return "riddle";
    }

    @Override
    public CompletionStage<Optional<Bytes>> begin() {
        return CompletableFuture.completedFuture(Optional.of(Bytes.utf8("hi")));
    }

    @Override
    public CompletionStage<Optional<Bytes>> next(Optional<Bytes> challenge) {
        String asked = challenge.orElse(Bytes.EMPTY).toUtf8();
        heard.add(asked);
        if (asked.equals("bad")) {
            throw new IllegalStateException("nobody knows that");
        }
        return CompletableFuture.completedFuture(Optional.of(Bytes.utf8(asked + "!")));
    }

    @Override
    public boolean accept(Optional<Bytes> last) {
        patience.join();
        heard.add(last.orElse(Bytes.EMPTY).toUtf8());
        return trusts;
    }
}
