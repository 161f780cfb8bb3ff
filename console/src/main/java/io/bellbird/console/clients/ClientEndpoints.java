package io.bellbird.console.clients;

import io.bellbird.broker.Administration;
import io.bellbird.broker.session.ClientView;
import io.bellbird.broker.session.OnBehalf.Dismissed;
import io.bellbird.broker.session.Ranking;
import io.bellbird.broker.session.SessionOrder;
import io.bellbird.broker.session.SessionSearch;
import io.bellbird.broker.session.SessionView;
import io.bellbird.codec.ReasonCode;
import io.bellbird.console.access.Scope;
import io.bellbird.console.http.Api;
import io.bellbird.console.http.Call;
import io.bellbird.console.http.Problem;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Who is known, and an end to connections. */
final class ClientEndpoints {
    private static final int LIMIT_DEFAULT = 100;
    private static final int LIMIT_MAX = 1_000;
    private static final String REASON_DEFAULT = "administrative action";

    private final Administration broker;

    ClientEndpoints(Administration broker) {
        this.broker = broker;
    }

    void addTo(Api api) {
        api.get("/api/clients", Scope.ADMIN, this::list)
                .get("/api/clients/{client}", Scope.ADMIN, this::one)
                .add("POST", "/api/clients/{client}/disconnect", Scope.ADMIN, this::disconnect);
    }

    // Who is there

    /**
     * A page of clients.
     *
     * @param matched how many there are of what was asked for, on all pages
     * @param next goes on after it; absent on the last page, and in other orders than that by name
     */
    private record Listed(String sort, int matched, List<ClientFacts.Row> clients, @Nullable String next) {}

    private void list(Call call) {
        SessionOrder order = order(call.request().parameter("sort").orElse("name"));
        int limit = call.number("limit", LIMIT_DEFAULT, 1, LIMIT_MAX);
        String after = call.request().parameter("after").orElse("");
        if (!after.isEmpty() && order != SessionOrder.NAME) {
            throw Problem.badRequest("parameter after goes with sort=name only: the other orders change all the time");
        }
        Boolean connected = call.request().parameter("connected").isEmpty() ? null : call.flag("connected");
        SessionSearch search =
                new SessionSearch(order, call.request().parameter("search").orElse(""), connected, after, limit);
        CompletableFuture<List<Ranking.Found>> found =
                broker.shards().askEach((shard, answer) -> shard.rank(search, answer));
        call.later(found.thenApply(each -> page(search, each)));
    }

    private static SessionOrder order(String word) {
        return Arrays.stream(SessionOrder.values())
                .filter(order -> word(order).equals(word))
                .findFirst()
                .orElseThrow(() -> Problem.badRequest("parameter sort is " + word + ": use "
                        + Arrays.stream(SessionOrder.values())
                                .map(ClientEndpoints::word)
                                .collect(Collectors.joining(", "))));
    }

    private static String word(SessionOrder order) {
        return order.name().toLowerCase(Locale.ROOT);
    }

    private static Listed page(SessionSearch search, List<Ranking.Found> ofShards) {
        long now = System.currentTimeMillis();
        List<SessionView> all =
                ofShards.stream().flatMap(found -> found.first().stream()).toList();
        List<ClientFacts.Row> rows = all.stream()
                .sorted(search.order().firstToLast())
                .limit(search.limit())
                .map(view -> ClientFacts.Row.of(view, now))
                .toList();
        boolean goesOn = search.order() == SessionOrder.NAME && all.size() > rows.size();
        return new Listed(
                word(search.order()),
                ofShards.stream().mapToInt(Ranking.Found::matched).sum(),
                rows,
                goesOn ? rows.get(rows.size() - 1).client() : null);
    }

    private void one(Call call) {
        String client = call.path("client");
        CompletableFuture<Optional<ClientView>> found = broker.shards()
                .askHome(
                        client,
                        (shard, answer) -> answer.accept(shard.sessions().look(client)));
        call.later(found.thenApply(view ->
                ClientFacts.Whole.of(view.orElseThrow(() -> Texts.noSession(client)), System.currentTimeMillis())));
    }

    // An end to connections

    /** All of it may be missing. */
    private record Disconnecting(@Nullable String reason, @Nullable Integer banSeconds) {}

    private void disconnect(Call call) {
        String client = call.path("client");
        Disconnecting wanted =
                call.request().body().length() == 0 ? new Disconnecting(null, null) : call.body(Disconnecting.class);
        String reason = Texts.reason(Objects.requireNonNullElse(wanted.reason, REASON_DEFAULT));
        Integer seconds = wanted.banSeconds;
        if (seconds != null) {
            new BanEndpoints(broker).banClient(call, client, seconds);
        }
        CompletableFuture<Dismissed> dismissed = broker.shards()
                .askHome(
                        client,
                        (shard, answer) -> answer.accept(
                                shard.onBehalf().disconnect(client, ReasonCode.ADMINISTRATIVE_ACTION, reason)));
        call.later(dismissed.thenAccept(became -> {
            if (became != Dismissed.DISCONNECTED && seconds == null) { // a ban is wanted for those who are away as well
                throw became == Dismissed.NO_SESSION
                        ? Texts.noSession(client)
                        : Problem.conflict("client '" + client + "' is not connected");
            }
        }));
    }
}
