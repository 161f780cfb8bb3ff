package io.bellbird.broker.conformance;

import io.bellbird.broker.routing.TopicFilter;
import io.bellbird.broker.security.Authenticator;
import io.bellbird.broker.security.Authorizer;
import io.bellbird.broker.security.Client;
import io.bellbird.codec.Qos;
import io.bellbird.codec.ReasonCode;
import io.bellbird.codec.Topic;
import java.util.function.Consumer;

/** Keeps the user {@code mallory} out, and everybody from topics that end in {@code /forbidden}; answers at once. */
final class Guard implements Authorizer {

    static void authenticate(Authenticator.Credentials credentials, Authenticator.Reply answer) {
        boolean known = !"mallory".equals(credentials.username());
        answer.accept(known ? ReasonCode.SUCCESS : ReasonCode.BAD_USER_NAME_OR_PASSWORD);
    }

    @Override
    public Verdict mayPublish(Client client, Topic topic, Qos qos, boolean retain, Consumer<Verdict> later) {
        return verdict(topic.text());
    }

    @Override
    public Verdict maySubscribe(Client client, TopicFilter filter, Qos qos, Consumer<Verdict> later) {
        return verdict(filter.text());
    }

    private static Verdict verdict(String topic) {
        return topic.endsWith("/forbidden") ? Verdict.DENIED : Verdict.ALLOWED;
    }
}
