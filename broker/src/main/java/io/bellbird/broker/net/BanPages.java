package io.bellbird.broker.net;

import io.bellbird.broker.monitor.LogText;
import io.bellbird.broker.net.Routes.Answer;
import io.bellbird.broker.net.Routes.Reply;
import io.bellbird.broker.net.Routes.Request;
import io.bellbird.broker.security.Authenticator;
import io.bellbird.broker.security.Ban;
import io.bellbird.broker.security.Gate;
import io.bellbird.broker.security.LoginBan;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpResponseStatus;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The addresses that are banned, and an end to it. Belongs to the admin thread. */
final class BanPages {
    private final Authenticator authenticator;
    private final Gate gate;

    BanPages(Authenticator authenticator, Gate gate) {
        this.authenticator = authenticator;
        this.gate = gate;
    }

    void addTo(Routes routes) {
        routes.guarded(HttpMethod.GET, "/bans", this::list);
        routes.guarded(HttpMethod.POST, "/bans/lift", this::lift);
    }

    private void list(Request request, Reply reply) {
        String lines = Stream.concat(
                        authenticator.bans().stream().map(BanPages::line),
                        gate.bans().stream().map(BanPages::line))
                .collect(Collectors.joining());
        reply.send(new Answer(HttpResponseStatus.OK, Answer.TEXT, lines));
    }

    private static String line(LoginBan ban) {
        return "from=" + ban.address() + " failures=" + ban.failures() + " seconds_left=" + ban.secondsLeft() + "\n";
    }

    private static String line(Ban ban) {
        String whom = ban.client() == null ? "from=" + ban.address() : "client=" + LogText.of(ban.client());
        return whom + " seconds_left=" + ban.secondsLeft() + "\n";
    }

    private void lift(Request request, Reply reply) {
        String address = request.parameter("address").orElse("");
        boolean byLogins = authenticator.liftBan(address).isPresent();
        boolean lifted = gate.liftAddress(address) || byLogins;
        reply.send(
                lifted
                        ? Answer.line(HttpResponseStatus.OK, LogText.of(address) + " may connect again")
                        : Answer.line(HttpResponseStatus.NOT_FOUND, LogText.of(address) + " is not banned"));
    }
}
