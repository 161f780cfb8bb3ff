package io.bellbird.client;

import java.util.Collection;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.BiConsumer;
import java.util.function.Consumer;

/**
 * What a client must not forget is noted here before it has its effect. In memory there is nothing to note, so the effect
 * comes at once; else it comes in a later task of the client's loop. Belongs to that loop.
 */
interface Ledger {
    /** Forgets with the process. */
    Ledger IN_MEMORY = new Ledger() {};

    /** Whether what is noted outlives the process. */
    default boolean isDurable() {
        return false;
    }

    /** What an earlier process has left to be sent, in order. */
    default List<Publication> publications() {
        return List.of();
    }

    /** The packet ids of the broker's messages of QoS 2 that an earlier process has processed. */
    default Collection<Integer> received() {
        return List.of();
    }

    /**
     * Keeps a message of QoS 1 or 2, and hands it on; one of QoS 0 in its turn. Any thread.
     *
     * @param otherwise gets one that cannot be kept, and why
     */
    default void keep(
            Publication publication, Consumer<Publication> then, BiConsumer<Publication, MqttException> otherwise) {
        then.accept(publication);
    }

    /** PUBREC came for a message; then PUBREL may leave. */
    default void onReleased(Publication publication, Runnable then) {
        then.run();
    }

    /** A message needs nothing more; then its packet id is free. */
    default void onDone(Publication publication, Runnable then) {
        then.run();
    }

    /** A message of QoS 2 was processed; then PUBREC may leave. */
    default void onProcessed(int packetId, Runnable then) {
        then.run();
    }

    /** PUBREL came; then PUBCOMP may leave. */
    default void onForgotten(int packetId, Runnable then) {
        then.run();
    }

    /** CONNACK came; then requests and messages may leave. */
    default void onConnected(BrokersSession session, Runnable then) {
        then.run();
    }

    default void onDisconnected() {}

    /** Done on the client's loop when all that was published so far was handed on. */
    default CompletableFuture<Void> handedOn() {
        return CompletableFuture.completedFuture(null);
    }

    /** Ends; done when another client may go on with what is kept. */
    default CompletableFuture<Void> close() {
        return CompletableFuture.completedFuture(null);
    }
}
