package io.bellbird.broker.store;

import io.bellbird.broker.routing.Publication;
import io.bellbird.codec.Qos;
import io.bellbird.codec.SubscriptionIdentifiers;

/**
 * A message in a session's queue.
 *
 * @param sequence its place in the queue, growing from 1
 * @param qos at which it is delivered
 * @param retain the RETAIN flag with which it is delivered
 */
public record StoredMessage(
        long sequence, Publication publication, Qos qos, boolean retain, SubscriptionIdentifiers identifiers) {}
