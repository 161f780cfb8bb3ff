package io.bellbird.broker.session;

import io.bellbird.broker.routing.Publication;
import io.bellbird.broker.store.StoredMessage;
import io.bellbird.codec.Bytes;
import io.bellbird.codec.PublishProperties;
import io.bellbird.codec.Qos;
import io.bellbird.codec.SubscriptionIdentifiers;
import io.bellbird.codec.Topic;

/** Messages on their way to a session, as the tests of this package need them. */
final class TestMessages {
    /** The number of the session that they are for. */
    static final long SESSION = 7;

    private TestMessages() {}

    /** @param sequence 0 for a session that is not stored */
    static OutboundMessage message(long sequence, String payload) {
        Publication publication = new Publication(
                Topic.of("t"), Qos.AT_LEAST_ONCE, false, Bytes.utf8(payload), PublishProperties.NONE, "publisher", 0);
        return sequence == 0
                ? new OutboundMessage(publication, Qos.AT_LEAST_ONCE, false, SubscriptionIdentifiers.NONE)
                : new OutboundMessage(new StoredMessage(
                        SESSION, sequence, publication, Qos.AT_LEAST_ONCE, false, SubscriptionIdentifiers.NONE));
    }

    static String payload(OutboundMessage message) {
        return message.publication.payload().toUtf8();
    }
}
