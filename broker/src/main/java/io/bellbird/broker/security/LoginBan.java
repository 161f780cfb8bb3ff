package io.bellbird.broker.security;

/**
 * An address that may not connect at the moment, because of logins that failed.
 *
 * @param address IPv4, or the network of an IPv6 address: {@code 2001:db8:0:1::/64}
 * @param failures in a row
 * @param secondsLeft until it may connect again, at least 0
 */
public record LoginBan(String address, int failures, long secondsLeft) {
    /** For the log. */
    @Override
    public String toString() {
        return address + " is banned for another " + secondsLeft + " s after " + failures + " logins that failed";
    }
}
