package io.bellbird.broker.security;

import io.bellbird.broker.routing.TopicFilter;
import io.bellbird.codec.Qos;
import io.bellbird.codec.Topic;
import java.util.function.Consumer;

/** Decides what a client may publish and subscribe to. */
public interface Authorizer {
    /** Everything is allowed. */
    Authorizer EVERYTHING = new Authorizer() {
        @Override
        public Verdict mayPublish(Client client, Topic topic, Qos qos, boolean retain, Consumer<Verdict> later) {
            return Verdict.ALLOWED;
        }

        @Override
        public Verdict maySubscribe(Client client, TopicFilter filter, Qos qos, Consumer<Verdict> later) {
            return Verdict.ALLOWED;
        }
    };

    /**
     * May the client publish to the topic? Must not block.
     *
     * @param later called exactly once with ALLOWED or DENIED, on any thread, when this returns LATER; the client's
     *     packets wait until then
     */
    Verdict mayPublish(Client client, Topic topic, Qos qos, boolean retain, Consumer<Verdict> later);

    /**
     * May the client subscribe to the filter? Must not block.
     *
     * @param filter of a shared subscription what comes after {@code $share/NAME/}
     * @param later as for {@link #mayPublish}
     */
    Verdict maySubscribe(Client client, TopicFilter filter, Qos qos, Consumer<Verdict> later);

    /** What was decided, or that it will be. */
    enum Verdict {
        ALLOWED,
        DENIED,
        LATER
    }
}
