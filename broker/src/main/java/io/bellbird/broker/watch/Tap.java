package io.bellbird.broker.watch;

import io.bellbird.broker.routing.Publication;
import io.bellbird.codec.Topic;

/**
 * One who sees messages as they enter the broker, each once and before it is delivered, whoever has subscribed to it. He
 * is no subscriber: for publishers nothing is different from when nobody looks.
 */
public interface Tap {
    /**
     * Whether he wants the messages of a topic. On any shard's thread; a shard asks when it sees the topic, and may do so
     * again at any time.
     */
    boolean wants(Topic topic);

    /**
     * A message of such a topic has entered. On the shard's thread, where nothing may wait. The messages of one publisher
     * come in their order.
     *
     * @param shard on which, from 0
     * @param nanos when, monotonic
     */
    void take(int shard, Publication publication, long nanos);
}
