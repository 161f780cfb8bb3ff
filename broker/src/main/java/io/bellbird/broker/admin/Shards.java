package io.bellbird.broker.admin;

import io.bellbird.broker.AnyThread;
import io.bellbird.broker.shard.Homes;
import io.bellbird.broker.shard.Shard;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import java.util.function.Function;

/** The shards of a broker, for questions that each answers on its own thread, as one short action. Immutable. */
public final class Shards {
    private final List<Shard> shards;
    private final Homes homes;

    /**
     * The shards of a broker.
     *
     * @param shards all of them, by index
     * @param homes who is at home where
     */
    public Shards(List<Shard> shards, Homes homes) {
        this.shards = List.copyOf(shards);
        this.homes = homes;
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
            answers.add(ask(shard, question));
        }
        return CompletableFuture.allOf(answers.toArray(CompletableFuture[]::new))
                .thenApply(all -> answers.stream().map(CompletableFuture::join).toList());
    }

    /** Asks the shard where a client is at home. */
    @AnyThread
    public <T> CompletableFuture<T> askHome(String clientId, LongQuestion<T> question) {
        return ask(shards.get(homes.ofClient(clientId)), question);
    }

    private static <T> CompletableFuture<T> ask(Shard shard, LongQuestion<T> question) {
        CompletableFuture<T> answer = new CompletableFuture<>();
        shard.execute(() -> {
            try {
                question.ask(shard, answer::complete);
            } catch (RuntimeException | AssertionError bug) {
                answer.completeExceptionally(bug);
            }
        });
        return answer;
    }
}
