package io.bellbird.broker.watch;

import io.bellbird.codec.Topic;

/**
 * Messages between a client and a topic within a short time. Immutable.
 *
 * @param published by the client, and accepted; 0 or more, as the other
 * @param sent to the client; again counts again
 */
public record Flow(String clientId, Topic topic, long published, long sent) {}
