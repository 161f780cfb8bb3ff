package io.bellbird.console.topics;

import io.bellbird.broker.routing.TopicFilter;
import io.bellbird.codec.Topic;
import io.bellbird.console.access.Principal;
import io.bellbird.console.access.Scope;
import java.util.Set;

/** One who may see and publish what is below {@code rooms}, and may subscribe to anything but {@code secret/#}. */
record RoomsOnly(String name) implements Principal {
    private static final TopicFilter ROOMS = TopicFilter.parse("rooms/#");

    @Override
    public Set<Scope> scopes() {
        return Set.of(Scope.READ, Scope.PUBLISH);
    }

    @Override
    public boolean maySee(Topic topic) {
        return ROOMS.matches(topic);
    }

    @Override
    public boolean maySubscribe(TopicFilter filter) {
        return !filter.text().equals("secret/#");
    }

    @Override
    public boolean mayPublish(Topic topic, boolean retain) {
        return ROOMS.matches(topic);
    }
}
