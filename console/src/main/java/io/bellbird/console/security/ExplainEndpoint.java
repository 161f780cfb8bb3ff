package io.bellbird.console.security;

import io.bellbird.broker.Administration;
import io.bellbird.broker.config.BrokerConfig;
import io.bellbird.broker.config.ListenerConfig;
import io.bellbird.broker.security.AclAuthorizer;
import io.bellbird.broker.security.Authorizer;
import io.bellbird.broker.security.Client;
import io.bellbird.broker.security.Decision;
import io.bellbird.broker.session.SessionOwner;
import io.bellbird.broker.watch.RecentRefusals.Refusal;
import io.bellbird.console.access.Scope;
import io.bellbird.console.http.Api;
import io.bellbird.console.http.Background;
import io.bellbird.console.http.Call;
import io.bellbird.console.http.Problem;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Why a client may do something with a topic, or may not, and what would let it. */
final class ExplainEndpoint {
    private static final int REFUSALS_MAX = 10;

    private final Administration broker;
    private final Background background;

    ExplainEndpoint(Administration broker, Background background) {
        this.broker = broker;
        this.background = background;
    }

    void addTo(Api api) {
        api.get("/api/explain", Scope.ADMIN, this::explain);
    }

    /**
     * Why.
     *
     * @param user that was asked for, that the client has, or that it gave when it was refused something
     * @param listener whose rules were asked
     * @param connected whether the client is there now
     * @param session whether it has a session
     * @param address where it is connected from
     * @param allowed whether rights let it; null when a program decides each time anew
     * @param reason the rule, or that there is none
     * @param rule that decided
     * @param notes what else may matter, a sentence each
     * @param suggestions changes of the ACL file, each of which would let it
     * @param refusals of this client, the latest first
     */
    private record Explanation(
            String client,
            @Nullable String user,
            String topic,
            String access,
            @Nullable String listener,
            boolean connected,
            boolean session,
            @Nullable String address,
            @Nullable Boolean allowed,
            String reason,
            @Nullable DecidingRule rule,
            List<String> notes,
            List<Suggestion> suggestions,
            List<Refused> refusals) {}

    private record DecidingRule(String file, int line, String text, boolean denies) {}

    /** @param time of the last of them, in milliseconds since 1970 */
    private record Refused(
            String what,
            @Nullable String user,
            @Nullable String topic,
            @Nullable String address,
            String reason,
            @Nullable String rule,
            long count,
            long time) {
        private static Refused of(Refusal refusal) {
            return new Refused(
                    refusal.field("what"),
                    orNull(refusal.field("user")),
                    orNull(refusal.field("topic")),
                    orNull(refusal.field("address")),
                    refusal.field("reason"),
                    orNull(refusal.field("rule")),
                    refusal.count(),
                    refusal.timeMillis());
        }

        private static @Nullable String orNull(String text) {
            return text.isEmpty() ? null : text;
        }
    }

    private void explain(Call call) {
        ExplainQuestion question = ExplainQuestion.of(call.request());
        BrokerConfig config = broker.broker().config();
        Optional<ListenerConfig> listener = question.listener().map(name -> listener(config, name));
        call.later(broker.ownerOf(question.client())
                .thenCompose(owner -> background.run(() -> explain(question, config, listener, owner))));
    }

    private static ListenerConfig listener(BrokerConfig config, String name) {
        return config.listeners().stream()
                .filter(listener -> listener.name().equals(name))
                .findFirst()
                .orElseThrow(() -> Problem.notFound("there is no listener " + name + ": take one of "
                        + config.listeners().stream().map(ListenerConfig::name).collect(Collectors.joining(", "))));
    }

    private Explanation explain(
            ExplainQuestion question,
            BrokerConfig config,
            Optional<ListenerConfig> asked,
            Optional<SessionOwner> owner) {
        Client known = owner.map(SessionOwner::client).orElse(null);
        List<Refused> refusals = refusals(question);
        String user = question.user().orElse(known == null ? triedAs(refusals) : known.username());
        ListenerConfig listener = asked.or(() -> Optional.ofNullable(known).map(Client::listener))
                .or(() -> config.listeners().stream().findFirst())
                .orElse(null);
        String address = known == null ? "" : known.peer();
        Client client = new Client(question.client(), user, address, listener);
        boolean connected = owner.filter(SessionOwner::isConnected).isPresent();
        Decision decision = decide(client, question);
        ExplainNotes notes = new ExplainNotes(question, client, config);
        boolean reserved = notes.isBrokersOwn();
        Boolean allowed = decision == null ? null : Boolean.valueOf(decision.isAllowed() && !reserved);
        return new Explanation(
                question.client(),
                user,
                question.topic(),
                question.word(),
                listener == null ? null : listener.name(),
                connected,
                owner.isPresent(),
                connected ? address : null,
                allowed,
                reserved ? ExplainNotes.BROKERS_OWN : reason(decision, client, question),
                decision == null || reserved ? null : rule(decision),
                notes.of(owner, asked),
                decision == null || decision.isAllowed() || reserved
                        ? List.of()
                        : suggestions(config, client, question, decision),
                refusals);
    }

    /** The user name that a client without a session gave when it was refused something last. */
    private static @Nullable String triedAs(List<Refused> refusals) {
        return refusals.isEmpty() ? null : refusals.get(0).user();
    }

    /** Null when only the program around the broker knows. */
    private @Nullable Decision decide(Client client, ExplainQuestion question) {
        Authorizer authorizer = broker.authorizer();
        if (authorizer instanceof AclAuthorizer rules) {
            return rules.explain(client, question.name(), question.access());
        }
        return null;
    }

    private String reason(@Nullable Decision decision, Client client, ExplainQuestion question) {
        if (decision != null) {
            return decision.reason();
        }
        String why = broker.authorizer().why(client, question.name(), question.access());
        return why.isEmpty() ? "the program around the broker decides, and does not say why" : why;
    }

    private static @Nullable DecidingRule rule(Decision decision) {
        return decision.rule() == null
                ? null
                : new DecidingRule(
                        decision.rule().file(),
                        decision.rule().line(),
                        decision.rule().text(),
                        decision.rule().isDeny());
    }

    private static List<Suggestion> suggestions(
            BrokerConfig config, Client client, ExplainQuestion question, Decision decision) {
        Optional<Path> file = Optional.ofNullable(client.listener()).flatMap(config::aclFile);
        return file.map(path -> Suggestion.of(path, client, question.name(), question.access(), decision))
                .orElse(List.of());
    }

    private List<Refused> refusals(ExplainQuestion question) {
        return broker.refusals(refusal -> refusal.field("client").equals(question.client())).stream()
                .limit(REFUSALS_MAX)
                .map(Refused::of)
                .toList();
    }
}
