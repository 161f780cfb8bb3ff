package io.bellbird.broker.session;

import io.bellbird.broker.ShardConfined;
import io.bellbird.broker.monitor.Counter;
import io.bellbird.broker.routing.Publication;
import io.bellbird.broker.routing.Receiver;
import io.bellbird.broker.routing.RetainedMessages;
import io.bellbird.broker.routing.Subscription;
import java.util.ArrayDeque;
import org.jspecify.annotations.Nullable;

/**
 * The retained messages that a session is still to get for its new subscriptions: a cursor for each, moved on in
 * slices while the client keeps up, so that a million of them neither fill its queue nor hold up the shard.
 */
@ShardConfined
final class RetainedDelivery {
    /** Messages that one client always gets in a turn of the shard, and more while there is a share of the turn's. */
    private static final int SLICE_MIN = 8;
    /** Steps in search of the next one that matches, in one go. */
    private static final int VISITS_MAX = 64;

    private final Home home;
    private final Session session;
    /** Null until there is one. */
    private @Nullable ArrayDeque<Pending> pending;

    private boolean scheduled;

    RetainedDelivery(Home home, Session session) {
        this.home = home;
        this.session = session;
    }

    /** The messages that match a subscription are to be sent; once, also when they were begun already. */
    void add(Subscription subscription) {
        cancel(subscription);
        if (pending == null) {
            pending = new ArrayDeque<>();
        }
        pending.add(new Pending(subscription, home.retained().cursor(subscription.filter())));
    }

    /** Nothing more is to be sent for a subscription. */
    void cancel(Subscription subscription) {
        if (pending != null) {
            pending.removeIf(other -> other.subscription == subscription);
        }
    }

    /** Sends the next slice; the rest follows in further turns, as the client takes it. */
    void sendSlice() {
        if (pending != null) {
            sendSlice(pending);
        }
    }

    private void sendSlice(ArrayDeque<Pending> from) {
        int sent = 0;
        while (!scheduled && !from.isEmpty() && hasRoom()) {
            Pending next = from.peek();
            Publication publication = mayGoOn(sent) ? next.cursor.next(VISITS_MAX) : null;
            if (publication != null) {
                send(publication, next.subscription);
                sent++;
            } else if (next.cursor.isDone()) {
                from.remove();
            } else {
                continueSoon();
            }
        }
        if (sent > 0 && !from.isEmpty()) {
            continueSoon();
        }
    }

    private boolean mayGoOn(int sent) {
        return sent < SLICE_MIN || home.takeRetainedShare();
    }

    private boolean hasRoom() {
        Connection to = session.openConnection();
        return to != null && session.outbound().isNext(to);
    }

    private void send(Publication publication, Subscription subscription) {
        if (home.isExpired(publication)) {
            Watchers.lost(home, session.clientId(), publication, Counter.DROPPED_EXPIRED);
            return;
        }
        if (!isSourcePermitted(publication) || !session.isPermitted(publication)) {
            return;
        }
        @Nullable Receiver receiver = Receiver.of(subscription).forPublisher(publication.publisher());
        if (receiver != null) {
            session.outbound()
                    .deliver(
                            publication,
                            session.outgoingQos(publication, receiver),
                            true,
                            receiver.subscriptionIdentifiers());
        }
    }

    /** Whether who published it may do so still, if that matters; the broker itself always may. */
    private boolean isSourcePermitted(Publication publication) {
        boolean permitted = publication.publisher().isEmpty()
                || !home.config().checkRetainSource()
                || home.authorizer()
                        .mayStillPublish(publication.publisher(), publication.username(), publication.topic());
        if (!permitted) {
            Watchers.lost(home, session.clientId(), publication, Counter.WITHHELD_SOURCE_NOT_AUTHORIZED);
        }
        return permitted;
    }

    /** Others have their turn first. */
    private void continueSoon() {
        if (!scheduled) {
            scheduled = true;
            // a timer, since the loop runs actions that follow one another before it looks at the sockets again
            home.schedule(0, () -> {
                scheduled = false;
                session.outbound().pump();
            });
        }
    }

    private record Pending(Subscription subscription, RetainedMessages.Cursor cursor) {}
}
