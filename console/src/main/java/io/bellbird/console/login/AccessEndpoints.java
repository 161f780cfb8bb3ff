package io.bellbird.console.login;

import io.bellbird.broker.admin.AdminAnswer;
import io.bellbird.broker.routing.TopicFilter;
import io.bellbird.codec.Bytes;
import io.bellbird.codec.ProtocolError;
import io.bellbird.console.access.Principal;
import io.bellbird.console.access.Scope;
import io.bellbird.console.http.Api;
import io.bellbird.console.http.Background;
import io.bellbird.console.http.Call;
import io.bellbird.console.http.Problem;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Who am I, logging in and out, and the tokens of programs. */
public final class AccessEndpoints {
    private static final int FILTERS_MAX = 100;
    private static final long TOKEN_SECONDS_MAX = TimeUnit.DAYS.toSeconds(3_650);
    private static final String TOKEN_PREFIX = "bb_";

    private final Access access;
    private final Background background;
    private final InstantSource clock = InstantSource.system();

    /** @param background writes the file of the tokens */
    public AccessEndpoints(Access access, Background background) {
        this.access = access;
        this.background = background;
    }

    /** Adds them. */
    public void addTo(Api api) {
        api.get("/api/me", null, call -> call.later(access.of(call.request()).thenApply(Me::of)));
        api.add("POST", "/api/login", null, this::logIn);
        api.add("POST", "/api/logout", null, call -> {
            access.ofCookie(call.request()).ifPresent(call::by);
            call.send(withCookie(access.logOut(call.request())));
            api.review();
        });
        api.add(
                "POST",
                "/api/login-codes",
                Scope.ADMIN,
                call -> call.ok(new NewCode(access.codes().create(call.principal()), LoginCodes.SECONDS)));
        api.get(
                "/api/tokens",
                Scope.ADMIN,
                call -> call.ok(new ShownTokens(
                        access.tokens().all().stream().map(this::shown).toList())));
        api.add("POST", "/api/tokens", Scope.ADMIN, this::make);
        api.add("DELETE", "/api/tokens/{name}", Scope.ADMIN, call -> {
            access.tokens().revoke(call.path("name"));
            api.review();
            call.later(background.run(() -> {
                access.tokens().write();
                return null;
            }));
        });
    }

    // Browsers

    private record Me(String name, String kind, List<String> scopes) {
        static Me of(Principal principal) {
            return new Me(
                    principal.name(),
                    principal.kind(),
                    Stream.of(Scope.values())
                            .filter(principal.scopes()::contains)
                            .map(Scope::word)
                            .toList());
        }
    }

    /** One of three ways: a name and password, a token, or a code. */
    private record Login(
            @Nullable String name, @Nullable String password, @Nullable String token, @Nullable String code) {}

    private void logIn(Call call) {
        call.later(found(call, call.body(Login.class)), principal -> {
            call.by(principal);
            call.send(withCookie(access.logIn(call.request(), principal)));
        });
    }

    private CompletableFuture<Principal> found(Call call, Login login) {
        String name = login.name();
        String password = login.password();
        String token = login.token();
        String code = login.code();
        if (name != null && password != null && token == null && code == null) {
            return access.user(call.request(), name, password);
        }
        if (token != null && name == null && password == null && code == null) {
            return access.bearer(token);
        }
        if (code != null && name == null && password == null && token == null) {
            return access.codes()
                    .take(code)
                    .map(CompletableFuture::completedFuture)
                    .orElseThrow(() -> Passwords.unknown(
                            "the code was used already, or is older than " + LoginCodes.SECONDS + " s"));
        }
        throw Problem.badRequest("send name and password, or token, or code");
    }

    private static AdminAnswer withCookie(String setCookie) {
        return new AdminAnswer(204, Map.of("set-cookie", setCookie), Bytes.EMPTY);
    }

    private record NewCode(String code, int expiresSeconds) {}

    // Tokens

    private record NewToken(
            @Nullable String name,
            @Nullable List<String> scopes,
            @Nullable Long expiresSeconds,
            @Nullable List<String> filters) {}

    private record MadeToken(String name, String token, @Nullable Long expires) {}

    private record ShownTokens(List<ShownToken> tokens) {}

    private record ShownToken(
            String name,
            List<String> scopes,
            List<String> filters,
            long created,
            @Nullable Long expires,
            @Nullable Long lastUsed) {}

    private ShownToken shown(AccessToken token) {
        return new ShownToken(
                token.name(),
                Stream.of(Scope.values())
                        .filter(token.scopes()::contains)
                        .map(Scope::word)
                        .toList(),
                token.filters().stream().map(TopicFilter::text).toList(),
                token.created(),
                token.expires(),
                access.tokens().lastUsed(token).orElse(null));
    }

    private void make(Call call) {
        String secret = TOKEN_PREFIX + Secrets.create();
        AccessToken token = token(call.body(NewToken.class), secret);
        call.about("token " + token.name());
        call.later(
                background.run(() -> {
                    access.tokens().add(token);
                    return new MadeToken(token.name(), secret, token.expires());
                }),
                made -> call.answer(201, made));
    }

    private AccessToken token(NewToken wanted, String secret) {
        Long seconds = wanted.expiresSeconds();
        if (seconds != null && (seconds < 1 || seconds > TOKEN_SECONDS_MAX)) {
            throw Problem.badRequest("expires_seconds is " + seconds + ": use 1 to " + TOKEN_SECONDS_MAX
                    + ", or leave it out for a token that does not end");
        }
        long now = clock.millis();
        try {
            return new AccessToken(
                    wanted.name() == null ? "" : wanted.name(),
                    Secrets.digest(secret),
                    scopes(wanted.scopes()),
                    filters(wanted.filters()),
                    now,
                    seconds == null ? null : now + TimeUnit.SECONDS.toMillis(seconds));
        } catch (IllegalArgumentException wrong) {
            throw Problem.badRequest(String.valueOf(wrong.getMessage()));
        }
    }

    private static Set<Scope> scopes(@Nullable List<String> words) {
        return words == null
                ? Set.of()
                : words.stream()
                        .map(word -> Scope.of(word)
                                .orElseThrow(() -> Problem.badRequest(
                                        "there is no scope " + word + ": use read, publish or admin")))
                        .collect(Collectors.toSet());
    }

    private static List<TopicFilter> filters(@Nullable List<String> texts) {
        if (texts == null) {
            return List.of();
        }
        if (texts.size() > FILTERS_MAX) {
            throw Problem.badRequest("a token has " + FILTERS_MAX + " filters at most");
        }
        try {
            return texts.stream().map(TopicFilter::parse).toList();
        } catch (ProtocolError notOne) {
            throw Problem.badRequest("one of the filters is none: " + notOne.text());
        }
    }
}
