package io.bellbird.broker.config;

/**
 * What happens to addresses from which logins fail.
 *
 * @param failuresMax failures in a row after which an address is banned, at least 0; 0 means that none is
 * @param banSeconds how long a ban lasts, at least 0 seconds; 0 means that there are none
 */
public record LoginLimits(int failuresMax, int banSeconds) {
    /** Checks the ranges. */
    public LoginLimits {
        Ranges.check("failuresMax", failuresMax, 0, Integer.MAX_VALUE);
        Ranges.check("banSeconds", banSeconds, 0, Integer.MAX_VALUE);
    }

    /** Whether addresses are banned at all. */
    public boolean ban() {
        return failuresMax > 0 && banSeconds > 0;
    }
}
