package io.bellbird.console.access;

import io.bellbird.broker.routing.TopicFilter;
import io.bellbird.codec.Topic;
import java.util.Set;

/**
 * Who asks, and what he may do. Any thread may ask it, and gets an answer at once, by what holds at that moment: what goes
 * on for long, such as a stream, asks again for each message.
 */
public interface Principal {
    /** For people and the audit log: the user's name, or {@code token NAME}. */
    String name();

    /** What sort of principal it is: {@code user}, {@code token}, {@code anonymous} or {@code process}. */
    default String kind() {
        return "user";
    }

    /** What he may do. */
    Set<Scope> scopes();

    /** Whether a message on a topic may be shown to him. */
    boolean maySee(Topic topic);

    /** Whether he may subscribe to a filter; what he gets is a matter of {@link #maySee} all the same. */
    boolean maySubscribe(TopicFilter filter);

    /** Whether he may publish to a topic. */
    boolean mayPublish(Topic topic, boolean retain);

    /** Whether he is still who he was: his token, session or user has not ended. It never becomes true again. */
    default boolean mayStay() {
        return true;
    }

    /** The broker's configuration, or what is in its files, was read again: {@link #mayStay} follows. */
    default void onReload() {}
}
