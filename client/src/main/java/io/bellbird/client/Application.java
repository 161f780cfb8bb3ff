package io.bellbird.client;

import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * The code that uses the client, asked for what takes its time, such as a token: on a callback thread of its own, so that
 * nobody else waits for it.
 *
 * @param loop where the client goes on
 */
record Application(Executor callbacks, Executor loop) {
    /**
     * Asks, and goes on with the answer, or with why there is none. Whoever asks sets a limit to the time.
     *
     * @param then called on the loop, or at once when the executor of callbacks is closed, as is {@code otherwise}
     */
    <T> void ask(Supplier<? extends CompletionStage<T>> asked, Consumer<T> then, Consumer<Throwable> otherwise) {
        try {
            callbacks.execute(() -> call(asked)
                    .whenComplete((answer, failure) -> loop.execute(() -> {
                        if (failure == null) {
                            then.accept(answer);
                        } else {
                            otherwise.accept(Failures.cause(failure));
                        }
                    })));
        } catch (RejectedExecutionException closed) {
            otherwise.accept(closed);
        }
    }

    private static <T> CompletionStage<T> call(Supplier<? extends CompletionStage<T>> asked) {
        try {
            CompletionStage<T> stage = Objects.requireNonNull(asked.get(), "null instead of a CompletionStage");
            return stage.thenApply(answer -> Objects.requireNonNull(answer, "null instead of an answer"));
        } catch (RuntimeException | Error failure) {
            return CompletableFuture.failedFuture(failure);
        }
    }
}
