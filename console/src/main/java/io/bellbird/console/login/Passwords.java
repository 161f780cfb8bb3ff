package io.bellbird.console.login;

import io.bellbird.broker.Administration;
import io.bellbird.broker.admin.AdminRequest;
import io.bellbird.broker.config.ListenerConfig;
import io.bellbird.broker.security.Authenticator.Credentials;
import io.bellbird.broker.security.LoginAddress;
import io.bellbird.broker.watch.AuditEvent;
import io.bellbird.codec.Bytes;
import io.bellbird.codec.ReasonCode;
import io.bellbird.console.http.Problem;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Lets in who may connect over MQTT with the same name and password. The broker's authenticator decides, so that guesses
 * over HTTP count with those over MQTT; besides, each address has only so many guesses a minute, of which those that are
 * being checked take their part. Any thread.
 */
final class Passwords {
    static final int FAILURES_A_MINUTE = 10;
    static final int FAILURES_AT_ONCE = 20;

    private final Administration broker;
    private final Entrances entrances;
    private final RateLimit failures;

    /** @param nanos the time, monotonic */
    Passwords(Administration broker, LongSupplier nanos) {
        this.broker = broker;
        this.entrances = new Entrances(broker.broker(), broker.authenticator());
        this.failures = new RateLimit(FAILURES_A_MINUTE / 60.0, FAILURES_AT_ONCE, nanos);
    }

    /**
     * A user.
     *
     * @return completed while the authenticator keeps its users as they are, so that what follows must be short
     */
    CompletableFuture<MqttUser> check(AdminRequest request, String name, String password) {
        String address = LoginAddress.of(request.peer()).text();
        long waitSeconds = failures.waitSeconds(address);
        if (waitSeconds > 0) {
            return CompletableFuture.failedFuture(Problem.tooMany(
                    "too many logins from " + address + " have failed: try again in " + waitSeconds + " s",
                    waitSeconds));
        }
        Optional<ListenerConfig> listener = entrances.ofUsers(request);
        if (listener.isEmpty()) {
            return CompletableFuture.failedFuture(unknown("no listener lets users in from here"));
        }
        failures.take(address);
        return authenticate(request, listener.get(), name, Bytes.utf8(password)).whenComplete((user, failure) -> {
            if (!(failure instanceof Problem problem && problem.status() == 401)) {
                failures.giveBack(address);
            }
        });
    }

    /** Somebody without a name. */
    CompletableFuture<MqttUser> anonymous(AdminRequest request) {
        return entrances
                .ofAnonymous(request)
                .map(listener -> authenticate(request, listener, null, null))
                .orElseGet(() -> CompletableFuture.failedFuture(
                        unknown("this broker does not let anonymous clients in from here")));
    }

    private CompletableFuture<MqttUser> authenticate(
            AdminRequest request, ListenerConfig listener, @Nullable String name, @Nullable Bytes password) {
        CompletableFuture<MqttUser> user = new CompletableFuture<>();
        Credentials credentials = new Credentials(
                MqttUser.CLIENT_ID,
                name,
                password,
                false,
                request.peer(),
                listener,
                broker.broker().config().allowAnonymous(listener));
        broker.authenticator().authenticate(credentials, (reason, why) -> {
            if (reason == ReasonCode.SUCCESS) {
                boolean isKnown = name != null && entrances.knowsUsers(listener);
                user.complete(new MqttUser(broker, name, request.peer(), listener, isKnown));
            } else {
                if (name != null) {
                    note(request, name, reason, why);
                }
                user.completeExceptionally(problem(reason));
            }
        });
        return user;
    }

    private void note(AdminRequest request, String name, ReasonCode reason, String why) {
        broker.audit()
                .ifPresent(audit -> audit.note(AuditEvent.refused(
                        "login", new AuditEvent.Peer("", name, request.peer(), "admin_listener"), "", reason, why)));
    }

    private static Problem problem(ReasonCode reason) {
        return switch (reason) {
            case BANNED ->
                Problem.forbidden("this address is banned for a while, since too many logins from it have failed");
            case SERVER_BUSY ->
                Problem.of(503, "Busy", "too many passwords wait to be checked: try again")
                        .withHeader("retry-after", "1");
            case UNSPECIFIED_ERROR ->
                Problem.of(500, "Defect", "the password could not be checked, which the broker's log describes");
            default -> unknown("user name and password are not right, or the broker does not let this user in");
        };
    }

    /** @param why in a few words */
    static Problem unknown(String why) {
        return Problem.of(
                401,
                "Who are you?",
                why + ": log in as a user of MQTT, bring 'Authorization: Bearer TOKEN', or on the broker's machine run"
                        + " 'bellbird console --open'");
    }
}
