package io.bellbird.console.access;

import io.bellbird.broker.routing.TopicFilter;
import io.bellbird.codec.Topic;
import java.util.Set;

/** Who asks, and what he may do. Immutable; any thread may ask it, and gets an answer at once. */
public interface Principal {
    /** For people and the audit log: the user's name, or {@code token NAME}. */
    String name();

    /** What he may do. */
    Set<Scope> scopes();

    /** Whether a message on a topic may be shown to him. */
    boolean maySee(Topic topic);

    /** Whether he may subscribe to a filter; what he gets is a matter of {@link #maySee} all the same. */
    boolean maySubscribe(TopicFilter filter);

    /** Whether he may publish to a topic. */
    boolean mayPublish(Topic topic, boolean retain);
}
