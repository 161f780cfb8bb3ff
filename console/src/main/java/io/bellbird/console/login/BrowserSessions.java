package io.bellbird.console.login;

import io.bellbird.codec.Bytes;
import io.bellbird.console.access.Principal;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import java.util.function.Predicate;

/**
 * The browsers that are logged in, in memory alone. There are only so many: of one principal, and in all, the one ends that
 * has asked longest ago. Any thread; every method takes the one lock.
 */
final class BrowserSessions {
    static final int SESSIONS_MAX = 1_000;
    static final int OF_PRINCIPAL_MAX = 32;
    /** It ends when nothing was asked for so long. */
    static final long IDLE_NANOS = TimeUnit.HOURS.toNanos(12);

    private final LongSupplier nanos;
    /** By the digest of what the cookie has, the one first that has asked longest ago. */
    private final Map<Bytes, Known> sessions = new LinkedHashMap<>(16, 0.75f, true);

    private record Known(BrowserSession session, long usedNanos) {}

    /** @param nanos the time, monotonic */
    BrowserSessions(LongSupplier nanos) {
        this.nanos = nanos;
    }

    /**
     * Somebody has logged in.
     *
     * @return the secret that the browser brings from now on
     */
    synchronized String begin(Principal principal) {
        endThose(known -> !isAlive(known));
        List<Bytes> own = sessions.entrySet().stream()
                .filter(each -> isOf(each.getValue(), principal))
                .map(Map.Entry::getKey)
                .toList();
        if (own.size() >= OF_PRINCIPAL_MAX) {
            end(own.get(0));
        } else if (sessions.size() >= SESSIONS_MAX) {
            end(sessions.keySet().iterator().next());
        }
        String secret = Secrets.create();
        sessions.put(Secrets.digest(secret), new Known(new BrowserSession(principal), nanos.getAsLong()));
        return secret;
    }

    private static boolean isOf(Known known, Principal principal) {
        return known.session.name().equals(principal.name())
                && known.session.kind().equals(principal.kind());
    }

    private boolean isAlive(Known known) {
        return known.session.mayStay() && nanos.getAsLong() - known.usedNanos < IDLE_NANOS;
    }

    /** The session of a secret, which is used now; empty when there is none any more. */
    synchronized Optional<BrowserSession> find(String secret) {
        Bytes digest = Secrets.digest(secret);
        Known known = sessions.get(digest);
        if (known == null) {
            return Optional.empty();
        }
        if (!isAlive(known)) {
            end(digest);
            return Optional.empty();
        }
        sessions.put(digest, new Known(known.session, nanos.getAsLong()));
        return Optional.of(known.session);
    }

    /** Its browser has logged out. */
    synchronized void end(String secret) {
        end(Secrets.digest(secret));
    }

    private void end(Bytes digest) {
        Known known = sessions.remove(digest);
        if (known != null) {
            known.session.end();
        }
    }

    /** Ends those of users who may not stay by what holds now. */
    synchronized void onReload() {
        endThose(known -> {
            known.session.onReload();
            return !isAlive(known);
        });
    }

    private void endThose(Predicate<Known> condition) {
        Iterator<Known> all = sessions.values().iterator();
        while (all.hasNext()) {
            Known known = all.next();
            if (condition.test(known)) {
                known.session.end();
                all.remove();
            }
        }
    }
}
