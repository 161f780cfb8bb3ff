package io.bellbird.broker.security;

import io.bellbird.broker.routing.TopicFilter;
import io.bellbird.codec.Qos;
import io.bellbird.codec.Topic;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Decides what a client may publish, subscribe to and receive. */
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

    /**
     * May the client get a message on the topic? Asked by the threads of several shards. Must answer at once, and depend on the client's id, user name and
     * listener, and the topic, only: the answer is kept with the routes of messages until the client comes back with
     * another user name or to another listener, or the shards are told that rights have changed. Everything may be
     * received unless this says otherwise.
     *
     * @param client as it was connected last
     */
    default boolean mayReceive(Client client, Topic topic) {
        return true;
    }

    /**
     * Is a retained message still to be given to new subscribers, since its publisher may still publish it? Asked
     * and answered as {@link #mayReceive}. All are unless this says otherwise.
     *
     * @param clientId of the publisher
     * @param username that it had, or null
     */
    default boolean mayStillPublish(String clientId, @Nullable String username, Topic topic) {
        return true;
    }

    /**
     * Why a client may do something, or may not, for people: the rule with its file and line, if there is one. Any
     * thread; must answer at once.
     *
     * @param name a topic; for SUBSCRIBE a filter, of a shared subscription what comes after {@code $share/NAME/}
     * @return empty when it is not known
     */
    default String why(Client client, String name, Access access) {
        return "";
    }

    /** What was decided, or that it will be. */
    enum Verdict {
        ALLOWED,
        DENIED,
        LATER
    }
}
