package io.bellbird.broker.shard;

import io.bellbird.broker.AnyThread;
import io.bellbird.broker.config.BrokerConfig;
import io.bellbird.broker.routing.Interest;
import io.bellbird.broker.routing.RetainedMessages;
import io.bellbird.broker.security.Authenticator;
import io.bellbird.broker.security.Authorizer;
import io.bellbird.broker.store.SessionStore;
import java.util.concurrent.atomic.AtomicLong;

/**
 * What all shards of a broker have in common.
 *
 * @param sessionNumbers the last number that a session got
 */
public record Shared(
        BrokerConfig config,
        ShardClock clock,
        SessionStore store,
        Authenticator authenticator,
        Authorizer authorizer,
        Interest interest,
        RetainedMessages retained,
        AtomicLong sessionNumbers) {

    /** A number that no other session has, ever. */
    @AnyThread
    long newSessionNumber() {
        return sessionNumbers.incrementAndGet();
    }
}
