package io.bellbird.console.security;

import io.bellbird.broker.config.BrokerConfig;
import io.bellbird.broker.config.ConfigurationException;
import io.bellbird.broker.config.ListenerConfig;
import io.bellbird.broker.security.Access;
import io.bellbird.broker.security.Client;
import io.bellbird.broker.security.PasswordFile;
import io.bellbird.broker.session.SessionOwner;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What may matter besides rights. */
final class ExplainNotes {
    static final String BROKERS_OWN =
            "topics that begin with $SYS/ or $share/ are the broker's own, whatever rules say";

    private final ExplainQuestion question;
    private final Client client;
    private final BrokerConfig config;
    private final List<String> notes = new ArrayList<>();

    ExplainNotes(ExplainQuestion question, Client client, BrokerConfig config) {
        this.question = question;
        this.client = client;
        this.config = config;
    }

    /** Whether nobody but the broker publishes there. */
    boolean isBrokersOwn() {
        String slashed = question.name() + "/";
        return question.access() == Access.PUBLISH && (slashed.startsWith("$SYS/") || slashed.startsWith("$share/"));
    }

    /** @param asked the listener that was asked for */
    List<String> of(Optional<SessionOwner> owner, Optional<ListenerConfig> asked) {
        notes.clear();
        addSession(owner);
        ListenerConfig listener = client.listener();
        if (listener != null) {
            addListener(listener, owner.isPresent() || asked.isPresent());
            addUser(listener);
        }
        if (question.access() == Access.SUBSCRIBE) {
            notes.add("a subscription gets only those messages that the client may receive, whatever else it matches");
        }
        return notes;
    }

    private void addSession(Optional<SessionOwner> owner) {
        if (owner.isEmpty()) {
            notes.add("no session has the client id " + question.client()
                    + ": it has not connected since the broker was"
                    + " started, was refused, or its session has ended"
                    + (client.username() == null ? "; asked as a client without a user name" : "")
                    + (client.username() != null && question.user().isEmpty()
                            ? "; asked as the user " + client.username() + ", whose name it gave when it was refused"
                            : ""));
            return;
        }
        Client known = owner.get().client();
        if (known == null) {
            notes.add("the client has a session, but has not connected since the broker was started"
                    + (client.username() == null ? ": its user name is not known; asked as one without" : ""));
        } else if (!owner.get().isConnected()) {
            notes.add("the client is not connected now; it was last as " + shown(known.username()));
        }
        if (known != null
                && question.user().isPresent()
                && !question.user().get().equals(known.username())) {
            notes.add("the client's own user is " + shown(known.username()) + ", and not "
                    + question.user().get());
        }
    }

    private void addListener(ListenerConfig listener, boolean isKnown) {
        boolean differ =
                config.listeners().stream().map(config::aclFile).distinct().count() > 1;
        if (differ && !isKnown) {
            notes.add("listeners have different rules: asked for listener " + listener.name()
                    + ", say with 'listener' which one is meant");
        }
        if (!listener.mountPoint().isEmpty()) {
            notes.add("rules are about topics with the mount point " + listener.mountPoint() + " of listener "
                    + listener.name() + " before them, which its clients leave out");
        }
    }

    private void addUser(ListenerConfig listener) {
        Optional<Path> file = config.passwordFile(listener);
        String user = client.username();
        if (user == null) {
            if (!config.allowAnonymous(listener)) {
                notes.add("listener " + listener.name() + " lets nobody in without a user name");
            }
            return;
        }
        try {
            if (file.isPresent()
                    && listener.tls()
                            .filter(tls -> tls.clientCertificate().isUser())
                            .isEmpty()
                    && PasswordFile.read(file.get()).entries().stream()
                            .noneMatch(entry -> entry.name().equals(user))) {
                notes.add(user + " is not a user of " + file.get() + ", and so cannot connect to listener "
                        + listener.name());
            }
        } catch (ConfigurationException wrong) {
            notes.add(String.join("; ", wrong.errors()));
        }
    }

    private static String shown(@Nullable String user) {
        return user == null ? "nobody (without a user name)" : user;
    }
}
