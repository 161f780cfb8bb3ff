package io.bellbird.broker.security;

import io.bellbird.broker.routing.TopicFilter;
import io.bellbird.codec.Qos;
import io.bellbird.codec.Topic;
import java.util.ArrayDeque;
import java.util.HashSet;
import java.util.Set;
import java.util.function.BiPredicate;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** Rights under a test's control: all but what is denied, at once or when the test answers, or an exception. */
public final class TestAuthorizer implements Authorizer {
    private final Set<String> denied = new HashSet<>();
    private final ArrayDeque<Consumer<Verdict>> unanswered = new ArrayDeque<>();
    private boolean later;
    private boolean broken;
    private BiPredicate<Client, Topic> receiving = (client, topic) -> true;
    private Predicate<String> publishers = name -> true;

    /** A topic or filter, as text, that is denied from now on. */
    public void deny(String text) {
        denied.add(text);
    }

    /** From now on these may receive. */
    public void receiving(BiPredicate<Client, Topic> allowed) {
        receiving = allowed;
    }

    /** From now on retained messages count whose publishers have these user names; without one it is the client id. */
    public void stillPublishing(Predicate<String> allowed) {
        publishers = allowed;
    }

    /** From now on the test answers. */
    public void later() {
        later = true;
    }

    /** From now on the answers come at once. */
    public void atOnce() {
        later = false;
    }

    /** From now on every question throws, or no longer. */
    public void breakDown(boolean on) {
        broken = on;
    }

    /** How many questions wait for an answer. */
    public int unansweredCount() {
        return unanswered.size();
    }

    /** Answers the oldest question. */
    public void answer(Verdict verdict) {
        unanswered.remove().accept(verdict);
    }

    @Override
    public Verdict mayPublish(Client client, Topic topic, Qos qos, boolean retain, Consumer<Verdict> answer) {
        return decide(topic.text(), answer);
    }

    @Override
    public Verdict maySubscribe(Client client, TopicFilter filter, Qos qos, Consumer<Verdict> answer) {
        return decide(filter.text(), answer);
    }

    @Override
    public boolean mayReceive(Client client, Topic topic) {
        return receiving.test(client, topic);
    }

    @Override
    public boolean mayStillPublish(String clientId, @Nullable String username, Topic topic) {
        return publishers.test(username == null ? clientId : username);
    }

    private Verdict decide(String text, Consumer<Verdict> answer) {
        if (broken) {
            throw new IllegalStateException("injected: the authorizer is broken");
        }
        if (later) {
            unanswered.add(answer);
            return Verdict.LATER;
        }
        return denied.contains(text) ? Verdict.DENIED : Verdict.ALLOWED;
    }
}
