package io.bellbird.client;

import java.util.concurrent.Flow;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A callback as a subscriber that takes whatever comes. */
record CallbackSubscriber(String filter, Consumer<? super Message> callback) implements Flow.Subscriber<Message> {
    private static final Logger log = LoggerFactory.getLogger(CallbackSubscriber.class);

    @Override
    public void onSubscribe(Flow.Subscription subscription) {
        subscription.request(Long.MAX_VALUE);
    }

    @Override
    public void onNext(Message message) {
        callback.accept(message);
    }

    /** The future of the subscription has said it, if there was one; else the broker refused it later. */
    @Override
    public void onError(Throwable cause) {
        log.warn("filter={} no messages come any more: {}", filter, cause.getMessage());
    }

    @Override
    public void onComplete() {
        log.debug("filter={} ended", filter);
    }
}
