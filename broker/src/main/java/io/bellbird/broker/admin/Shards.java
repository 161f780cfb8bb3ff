package io.bellbird.broker.admin;

import io.bellbird.broker.AnyThread;
import io.bellbird.broker.shard.Shard;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import java.util.function.Function;

/** The shards of a broker, for questions that each answers on its own thread, as one short action. Immutable. */
public final class Shards {
    private final List<Shard> shards;

    /** @param shards all of the broker, by index */
    public Shards(List<Shard> shards) {
        this.shards = List.copyOf(shards);
    }

    /**
     * Asks all shards.
     *
     * @return what they answered, by index, completed by the thread of the last; with what one of them threw, if it did;
     *     never, when the broker ends meanwhile
     */
    @AnyThread
    public <T> CompletableFuture<List<T>> ask(Function<Shard, T> question) {
        return askEach((shard, answer) -> answer.accept(question.apply(shard)));
    }

    /** A question that a shard answers later, on its own thread. */
    @FunctionalInterface
    public interface LongQuestion<T> {
        /**
         * Asks a shard.
         *
         * @param answer to be called once
         */
        void ask(Shard shard, Consumer<T> answer);
    }

    /** The same for what takes a shard several turns. */
    @AnyThread
    public <T> CompletableFuture<List<T>> askEach(LongQuestion<T> question) {
        List<CompletableFuture<T>> answers = new ArrayList<>();
        for (Shard shard : shards) {
            CompletableFuture<T> answer = new CompletableFuture<>();
            answers.add(answer);
            shard.execute(() -> {
                try {
                    question.ask(shard, answer::complete);
                } catch (RuntimeException | AssertionError bug) {
                    answer.completeExceptionally(bug);
                }
            });
        }
        return CompletableFuture.allOf(answers.toArray(CompletableFuture[]::new))
                .thenApply(all -> answers.stream().map(CompletableFuture::join).toList());
    }
}
