package io.bellbird.console.login;

import io.bellbird.codec.Bytes;
import io.bellbird.console.access.Principal;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/**
 * Codes with which a browser logs in once, so that what lasts need not stand in an address. Any thread; every method takes
 * the one lock.
 */
final class LoginCodes {
    static final int CODES_MAX = 100;
    static final int SECONDS = 60;

    private final LongSupplier nanos;
    private final Map<Bytes, Code> codes = new LinkedHashMap<>() {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Bytes, Code> eldest) {
            return size() > CODES_MAX;
        }
    };

    private record Code(Principal principal, long endNanos) {}

    /** @param nanos the time, monotonic */
    LoginCodes(LongSupplier nanos) {
        this.nanos = nanos;
    }

    /** A code for a browser that is to log in as this one. */
    synchronized String create(Principal principal) {
        String code = Secrets.create();
        codes.put(Secrets.digest(code), new Code(principal, nanos.getAsLong() + TimeUnit.SECONDS.toNanos(SECONDS)));
        return code;
    }

    /** Whom a code stands for, which is used up then; empty when it is not known, or too old. */
    synchronized Optional<Principal> take(String code) {
        Code known = codes.remove(Secrets.digest(code));
        return known == null || known.endNanos - nanos.getAsLong() < 0 || !known.principal.mayStay()
                ? Optional.empty()
                : Optional.of(known.principal);
    }
}
