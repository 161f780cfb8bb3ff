package io.bellbird.app.mosquitto;

import io.bellbird.broker.routing.TopicFilter;
import io.bellbird.codec.SubscriptionOptions;

/**
 * A subscription of a session.
 *
 * @param filter {@code $share/...} included, which Mosquitto knows how to read but not to write
 * @param identifier 1..268,435,455, or 0 for none
 */
public record MosquittoSubscription(TopicFilter filter, SubscriptionOptions options, int identifier) {}
