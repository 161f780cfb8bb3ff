package io.bellbird.console.access;

import io.bellbird.broker.routing.TopicFilter;
import io.bellbird.broker.session.ServerLimits;
import io.bellbird.codec.Topic;
import java.util.EnumSet;
import java.util.Set;

/**
 * One who may do everything, since he can read the broker's files.
 *
 * @param name for people and the audit log
 */
public record Administrator(String name) implements Principal {
    @Override
    public String kind() {
        return "process";
    }

    @Override
    public Set<Scope> scopes() {
        return EnumSet.allOf(Scope.class);
    }

    @Override
    public boolean maySee(Topic topic) {
        return true;
    }

    @Override
    public boolean maySubscribe(TopicFilter filter) {
        return true;
    }

    @Override
    public boolean mayPublish(Topic topic, boolean retain) {
        return !ServerLimits.isReserved(topic);
    }
}
