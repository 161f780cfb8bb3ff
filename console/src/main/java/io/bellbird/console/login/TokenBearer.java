package io.bellbird.console.login;

import io.bellbird.broker.routing.TopicFilter;
import io.bellbird.broker.session.ServerLimits;
import io.bellbird.codec.Topic;
import io.bellbird.console.access.Principal;
import io.bellbird.console.access.Scope;
import java.util.Set;

/**
 * One who has brought a token, for as long as it is valid.
 *
 * @param tokens of which it is one
 */
record TokenBearer(AccessToken token, Tokens tokens) implements Principal {
    @Override
    public String name() {
        return "token " + token.name();
    }

    @Override
    public String kind() {
        return "token";
    }

    @Override
    public Set<Scope> scopes() {
        return token.scopes();
    }

    @Override
    public boolean maySee(Topic topic) {
        return mayStay() && token.scopes().contains(Scope.READ) && token.isAbout(topic);
    }

    @Override
    public boolean maySubscribe(TopicFilter filter) {
        return mayStay() && token.scopes().contains(Scope.READ) && token.isAbout(filter);
    }

    @Override
    public boolean mayPublish(Topic topic, boolean retain) {
        return mayStay()
                && token.scopes().contains(Scope.PUBLISH)
                && token.isAbout(topic)
                && !ServerLimits.isReserved(topic);
    }

    @Override
    public boolean mayStay() {
        return tokens.isValid(token);
    }
}
