package io.bellbird.console.login;

import io.bellbird.broker.Administration;
import io.bellbird.broker.admin.AdminRequest;
import io.bellbird.broker.admin.AdminToken;
import io.bellbird.broker.security.LoginAddress;
import io.bellbird.console.access.Administrator;
import io.bellbird.console.access.Principal;
import io.bellbird.console.http.Admission;
import io.bellbird.console.http.Problem;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.Base64;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.LongSupplier;

/**
 * Finds out who asks: in this order by the header Authorization, by the cookie of a session, and else whether nobody in
 * particular may. Used by the admin thread; what it has is made for any thread.
 */
public final class Access implements Admission {
    static final int REQUESTS_A_SECOND = 200;
    static final int REQUESTS_AT_ONCE = 400;

    private static final String BEARER = "Bearer ";
    private static final String BASIC = "Basic ";

    private final AdminToken adminToken;
    private final String cookieName;
    private final Passwords passwords;
    private final Tokens tokens;
    private final BrowserSessions sessions;
    private final LoginCodes codes;
    private final RateLimit requests;

    /**
     * Reads the tokens.
     *
     * @param folder where tokens are kept; empty when nothing survives
     */
    public Access(Administration broker, Optional<Path> folder) {
        this(broker, folder, System::nanoTime);
    }

    /** @param nanos the time, monotonic */
    Access(Administration broker, Optional<Path> folder, LongSupplier nanos) {
        this.adminToken = broker.token();
        // a browser gives its cookies to all ports of a machine, where there may be other brokers
        this.cookieName = "bellbird"
                + broker.broker()
                        .adminAddress()
                        .map(address -> "_" + address.getPort())
                        .orElse("");
        this.passwords = new Passwords(broker, nanos);
        this.tokens = new Tokens(folder, InstantSource.system());
        this.sessions = new BrowserSessions(nanos);
        this.codes = new LoginCodes(nanos);
        this.requests = new RateLimit(REQUESTS_A_SECOND, REQUESTS_AT_ONCE, nanos);
    }

    Tokens tokens() {
        return tokens;
    }

    LoginCodes codes() {
        return codes;
    }

    /** Who brings the admin token, or a session that began with it, is not held up. */
    @Override
    public void admit(AdminRequest request) {
        boolean isProcess = adminToken.isIn(authorization(request))
                || ofCookie(request)
                        .filter(each -> each.kind().equals("process"))
                        .isPresent();
        if (!isProcess) {
            String address = LoginAddress.of(request.peer()).text();
            long waitSeconds = requests.waitSeconds(address);
            if (waitSeconds > 0) {
                throw Problem.tooMany(
                        "more than " + REQUESTS_A_SECOND + " requests a second come from " + address
                                + ": ask for less, or follow a stream",
                        waitSeconds);
            }
            requests.take(address);
        }
        CrossSite.refuse(request);
    }

    @Override
    public CompletableFuture<Principal> of(AdminRequest request) {
        String authorization = authorization(request);
        if (!authorization.isEmpty()) {
            return ofAuthorization(request, authorization);
        }
        Optional<BrowserSession> session = ofCookie(request);
        if (session.isPresent()) {
            return isReading(request) || request.header("x-bellbird").isPresent()
                    ? CompletableFuture.completedFuture(session.get())
                    : CompletableFuture.failedFuture(Problem.forbidden(
                            "who is known by a cookie must send the header 'x-bellbird' with a change"));
        }
        return passwords.anonymous(request).thenApply(user -> user);
    }

    private static String authorization(AdminRequest request) {
        return request.header("authorization").orElse("");
    }

    private static boolean isReading(AdminRequest request) {
        return request.method().equals("GET") || request.method().equals("HEAD");
    }

    private CompletableFuture<Principal> ofAuthorization(AdminRequest request, String authorization) {
        if (authorization.regionMatches(true, 0, BEARER, 0, BEARER.length())) {
            return bearer(authorization.substring(BEARER.length()).strip());
        }
        if (authorization.regionMatches(true, 0, BASIC, 0, BASIC.length())) {
            return basic(request, authorization.substring(BASIC.length()).strip());
        }
        return CompletableFuture.failedFuture(
                Passwords.unknown("the header Authorization says neither Basic nor Bearer"));
    }

    private CompletableFuture<Principal> basic(AdminRequest request, String encoded) {
        String decoded;
        try {
            decoded = new String(Base64.getDecoder().decode(encoded), StandardCharsets.UTF_8);
        } catch (IllegalArgumentException notDecoded) {
            decoded = "";
        }
        int colon = decoded.indexOf(':');
        return colon < 0
                ? CompletableFuture.failedFuture(
                        Passwords.unknown("the header Authorization has no NAME:PASSWORD in Base64"))
                : user(request, decoded.substring(0, colon), decoded.substring(colon + 1));
    }

    /** A user with his password; later. */
    CompletableFuture<Principal> user(AdminRequest request, String name, String password) {
        return passwords.check(request, name, password).thenApply(user -> user);
    }

    /** Whoever brings a token. */
    CompletableFuture<Principal> bearer(String secret) {
        if (adminToken.isIn(BEARER + secret)) {
            return CompletableFuture.completedFuture(new Administrator("admin.token"));
        }
        return tokens.find(secret)
                .map(token -> CompletableFuture.<Principal>completedFuture(new TokenBearer(token, tokens)))
                .orElseGet(() ->
                        CompletableFuture.failedFuture(Passwords.unknown("the token is not known, or not any more")));
    }

    // Browsers

    /** The session that a browser has; empty when it has none. */
    Optional<BrowserSession> ofCookie(AdminRequest request) {
        return cookie(request).flatMap(sessions::find);
    }

    private Optional<String> cookie(AdminRequest request) {
        return request.header("cookie").stream()
                .flatMap(cookies -> Arrays.stream(cookies.split(";", -1)))
                .map(String::strip)
                .filter(each -> each.startsWith(cookieName + "="))
                .map(each -> each.substring(cookieName.length() + 1))
                .findFirst();
    }

    /**
     * Begins the session of a browser, in place of the one that it has.
     *
     * @return the header Set-Cookie
     */
    String logIn(AdminRequest request, Principal principal) {
        cookie(request).ifPresent(sessions::end);
        return setCookie(request, sessions.begin(principal), "");
    }

    /**
     * Ends the session of a browser.
     *
     * @return the header Set-Cookie
     */
    String logOut(AdminRequest request) {
        cookie(request).ifPresent(sessions::end);
        return setCookie(request, "", "; Max-Age=0");
    }

    private String setCookie(AdminRequest request, String value, String more) {
        boolean isSecure = request.header("x-forwarded-proto").orElse("").equals("https");
        return cookieName + "=" + value + "; HttpOnly; SameSite=Strict; Path=/" + more + (isSecure ? "; Secure" : "");
    }

    /** The broker's configuration was read again. */
    public void onReload() {
        sessions.onReload();
    }

    /** Keeps what is to be known after the next start. */
    public void close() {
        tokens.close();
    }
}
