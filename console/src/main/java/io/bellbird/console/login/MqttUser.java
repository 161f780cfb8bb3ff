package io.bellbird.console.login;

import io.bellbird.broker.Administration;
import io.bellbird.broker.config.ListenerConfig;
import io.bellbird.broker.routing.TopicFilter;
import io.bellbird.broker.security.Authorizer.Verdict;
import io.bellbird.broker.security.Client;
import io.bellbird.broker.session.ServerLimits;
import io.bellbird.codec.Qos;
import io.bellbird.codec.Topic;
import io.bellbird.console.access.Principal;
import io.bellbird.console.access.Scope;
import java.util.EnumSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A user of MQTT, or somebody without a name where that is allowed, with the rights that he has over MQTT. Rights are asked
 * for at each question; an authorizer that would answer later is taken to say no. Any thread.
 */
final class MqttUser implements Principal {
    /** What is said of all who come over HTTP where rights ask for a client id. */
    static final String CLIENT_ID = "http";

    private final Administration broker;
    private final Client client;
    private final boolean isKnown;
    private volatile boolean gone;

    /**
     * One who was let in.
     *
     * @param user null for one without a name
     * @param listener whose users and rights hold for him
     * @param isKnown his name was proved, so that he may be an administrator
     */
    MqttUser(Administration broker, @Nullable String user, String peer, ListenerConfig listener, boolean isKnown) {
        this.broker = broker;
        this.client = new Client(CLIENT_ID, user, peer, listener);
        this.isKnown = isKnown;
    }

    @Override
    public String name() {
        String user = client.username();
        return user == null ? "anonymous" : user;
    }

    @Override
    public String kind() {
        return client.username() == null ? "anonymous" : "user";
    }

    @Override
    public Set<Scope> scopes() {
        return isAdmin() ? EnumSet.allOf(Scope.class) : EnumSet.of(Scope.READ, Scope.PUBLISH);
    }

    private boolean isAdmin() {
        String user = client.username();
        return isKnown
                && !gone
                && user != null
                && broker.broker().config().adminUsers().contains(user);
    }

    @Override
    public boolean maySee(Topic topic) {
        return isAdmin()
                || (!gone
                        && broker.authorizer().mayReceive(client, topic)
                        && maySubscribe(TopicFilter.parse(topic.text())));
    }

    @Override
    public boolean maySubscribe(TopicFilter filter) {
        return isAdmin()
                || (!gone
                        && broker.authorizer().maySubscribe(client, filter, Qos.AT_LEAST_ONCE, MqttUser::ignore)
                                == Verdict.ALLOWED);
    }

    /** Whoever would have to be waited for has said no. */
    private static void ignore(Verdict late) {
        // who asks has been answered by now
    }

    @Override
    public boolean mayPublish(Topic topic, boolean retain) {
        return !gone
                && !ServerLimits.isReserved(topic)
                && (isAdmin()
                        || broker.authorizer().mayPublish(client, topic, Qos.AT_LEAST_ONCE, retain, MqttUser::ignore)
                                == Verdict.ALLOWED);
    }

    @Override
    public boolean mayStay() {
        return !gone;
    }

    @Override
    public void onReload() {
        if (!broker.authenticator().mayStay(client)) {
            gone = true;
        }
    }
}
