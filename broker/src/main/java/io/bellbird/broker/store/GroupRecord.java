package io.bellbird.broker.store;

import io.bellbird.broker.routing.TopicFilter;

/**
 * A shared group with a queue of its own (section 4.8.2).
 *
 * @param number identifies its queue in the store, 48 bits; never used again for another session or group
 * @param shareName the name between {@code $share/} and the filter
 */
public record GroupRecord(long number, String shareName, TopicFilter filter) {}
