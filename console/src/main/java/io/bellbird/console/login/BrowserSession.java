package io.bellbird.console.login;

import io.bellbird.broker.routing.TopicFilter;
import io.bellbird.codec.Topic;
import io.bellbird.console.access.Principal;
import io.bellbird.console.access.Scope;
import java.util.Set;

/** One who has logged in with a browser: he is who he was then, until the session ends. Any thread. */
final class BrowserSession implements Principal {
    private final Principal principal;
    private volatile boolean ended;

    /** @param principal who has logged in */
    BrowserSession(Principal principal) {
        this.principal = principal;
    }

    /** Nobody may do anything with it any more. */
    void end() {
        ended = true;
    }

    @Override
    public String name() {
        return principal.name();
    }

    @Override
    public String kind() {
        return principal.kind();
    }

    @Override
    public Set<Scope> scopes() {
        return principal.scopes();
    }

    @Override
    public boolean maySee(Topic topic) {
        return !ended && principal.maySee(topic);
    }

    @Override
    public boolean maySubscribe(TopicFilter filter) {
        return !ended && principal.maySubscribe(filter);
    }

    @Override
    public boolean mayPublish(Topic topic, boolean retain) {
        return !ended && principal.mayPublish(topic, retain);
    }

    @Override
    public boolean mayStay() {
        return !ended && principal.mayStay();
    }

    @Override
    public void onReload() {
        principal.onReload();
    }
}
