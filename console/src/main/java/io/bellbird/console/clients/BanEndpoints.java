package io.bellbird.console.clients;

import io.bellbird.broker.Administration;
import io.bellbird.broker.security.Ban;
import io.bellbird.broker.security.Gate;
import io.bellbird.broker.security.LoginBan;
import io.bellbird.broker.session.ClientView;
import io.bellbird.console.access.Scope;
import io.bellbird.console.http.Api;
import io.bellbird.console.http.Call;
import io.bellbird.console.http.Problem;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** Who may not connect for a while: by those who run the broker, and because of logins that failed. */
final class BanEndpoints {
    /** A year. */
    private static final int SECONDS_MAX = 31_536_000;

    private static final int CLIENT_LENGTH_MAX = 4_096;

    private final Administration broker;

    BanEndpoints(Administration broker) {
        this.broker = broker;
    }

    void addTo(Api api) {
        api.get("/api/bans", Scope.ADMIN, call -> call.ok(new Listed(all())))
                .add("POST", "/api/bans", Scope.ADMIN, this::add)
                .add("DELETE", "/api/bans", Scope.ADMIN, this::lift)
                .add("POST", "/api/clients/{client}/ban", Scope.ADMIN, this::banOne);
    }

    private record Listed(List<Shown> bans) {}

    /**
     * A ban.
     *
     * @param by {@code administrator} or {@code logins}
     * @param failures logins that failed in a row; absent unless that was the reason
     */
    private record Shown(
            @Nullable String client,
            @Nullable String address,
            String by,
            long secondsLeft,
            @Nullable Integer failures) {

        static Shown of(Ban ban) {
            return new Shown(ban.client(), ban.address(), "administrator", ban.secondsLeft(), null);
        }

        static Shown of(LoginBan ban) {
            return new Shown(null, ban.address(), "logins", ban.secondsLeft(), ban.failures());
        }
    }

    private List<Shown> all() {
        List<Shown> all = new ArrayList<>();
        broker.gate().bans().forEach(ban -> all.add(Shown.of(ban)));
        broker.authenticator().bans().forEach(ban -> all.add(Shown.of(ban)));
        return all;
    }

    // Bans

    private record Banning(@Nullable String address, @Nullable String client, @Nullable Integer seconds) {}

    private void add(Call call) {
        Banning wanted = call.body(Banning.class);
        if ((wanted.address == null) == (wanted.client == null)) {
            throw Problem.badRequest("say whom: either 'client' or 'address'");
        }
        Ban ban = wanted.client == null
                ? banAddress(call, String.valueOf(wanted.address), wanted.seconds)
                : banClient(call, wanted.client, wanted.seconds);
        call.later(expel().thenApply(all -> Shown.of(ban)));
    }

    private record BanningOne(@Nullable Integer seconds, boolean address) {}

    private void banOne(Call call) {
        String client = call.path("client");
        BanningOne wanted = call.body(BanningOne.class);
        checkSeconds(wanted.seconds);
        if (!wanted.address) {
            Ban ban = banClient(call, client, wanted.seconds);
            call.later(expel().thenApply(all -> new Listed(List.of(Shown.of(ban)))));
            return;
        }
        CompletableFuture<Optional<ClientView>> found = broker.shards()
                .askHome(
                        client,
                        (shard, answer) -> answer.accept(shard.sessions().look(client)));
        call.later(found.thenCompose(view -> banWithAddress(call, client, view, wanted.seconds)));
    }

    private CompletableFuture<Listed> banWithAddress(
            Call call, String client, Optional<ClientView> view, @Nullable Integer seconds) {
        String peer = view.map(known -> known.session().address())
                .orElseThrow(
                        () -> Problem.conflict("client '" + client + "' is not connected, so that its address is not"
                                + " known: ban it without 'address', or the address by POST /api/bans"));
        int port = peer.lastIndexOf(':');
        String host = (port < 0 ? peer : peer.substring(0, port)).replaceAll("[\\[\\]]", "");
        Ban ofAddress = banAddress(call, host, seconds);
        Ban ofClient = banClient(call, client, seconds);
        call.about(seconds + " s with its address " + host);
        return expel().thenApply(all -> new Listed(List.of(Shown.of(ofClient), Shown.of(ofAddress))));
    }

    /** Bans a client; throws a {@link Problem} when that is not possible. It is still connected then. */
    Ban banClient(Call call, String client, @Nullable Integer seconds) {
        int length = checkSeconds(seconds);
        if (client.isEmpty() || client.length() > CLIENT_LENGTH_MAX) {
            throw Problem.badRequest("a client id has 1 to " + CLIENT_LENGTH_MAX + " characters");
        }
        Ban ban = broker.gate().banClient(client, length).orElseThrow(BanEndpoints::full);
        call.about(length + " s for client " + client);
        return ban;
    }

    private Ban banAddress(Call call, String address, @Nullable Integer seconds) {
        int length = checkSeconds(seconds);
        String named = Gate.nameOf(address)
                .orElseThrow(() -> Problem.badRequest("'" + address + "' cannot be banned: use an IPv4 or IPv6 address"
                        + " that is not one of this machine"));
        Ban ban = broker.gate().banAddress(named, length).orElseThrow(BanEndpoints::full);
        call.about(length + " s for address " + named);
        return ban;
    }

    private static int checkSeconds(@Nullable Integer seconds) {
        if (seconds == null || seconds < 1 || seconds > SECONDS_MAX) {
            throw Problem.badRequest("seconds is " + (seconds == null ? "missing" : seconds)
                    + ": use a number from 1 to " + SECONDS_MAX);
        }
        return seconds;
    }

    private static Problem full() {
        return Problem.conflict("there are " + Gate.BANS_MAX + " bans already, lift some: DELETE /api/bans");
    }

    private CompletableFuture<List<Boolean>> expel() {
        return broker.shards().ask(shard -> {
            shard.sessions().expelBanned();
            return true;
        });
    }

    // And their end

    private void lift(Call call) {
        Optional<String> client = call.request().parameter("client");
        Optional<String> address = call.request().parameter("address");
        if (client.isPresent() == address.isPresent()) {
            throw Problem.badRequest("say whom: either ?client= or ?address=");
        }
        if (client.isPresent()) {
            liftClient(client.get());
        } else {
            liftAddress(address.orElseThrow());
        }
        call.done();
    }

    private void liftClient(String client) {
        if (!broker.gate().liftClient(client)) {
            throw Problem.notFound("client '" + client + "' is not banned: GET /api/bans lists who is");
        }
    }

    private void liftAddress(String address) {
        boolean byAdministrator = broker.gate().liftAddress(address);
        boolean byLogins = broker.authenticator().liftBan(address).isPresent();
        if (!byAdministrator && !byLogins) {
            throw Problem.notFound("address '" + address + "' is not banned: GET /api/bans lists who is");
        }
    }
}
