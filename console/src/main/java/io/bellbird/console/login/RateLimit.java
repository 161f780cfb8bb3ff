package io.bellbird.console.login;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/**
 * Lets each address do something so many times a second, and some times at once. Remembers so many addresses; then the one
 * is forgotten that did it longest ago. Any thread; every method takes the one lock.
 */
final class RateLimit {
    static final int ADDRESSES_MAX = 10_000;

    private final double perNano;
    private final int burst;
    private final LongSupplier nanos;
    private final Map<String, Bucket> buckets = new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Bucket> eldest) {
            return size() > ADDRESSES_MAX;
        }
    };

    /** What an address has left. */
    private record Bucket(double left, long atNanos) {}

    /**
     * Nobody has done anything yet.
     *
     * @param perSecond above 0
     * @param burst at least 1
     * @param nanos the time, monotonic
     */
    RateLimit(double perSecond, int burst, LongSupplier nanos) {
        this.perNano = perSecond / TimeUnit.SECONDS.toNanos(1);
        this.burst = burst;
        this.nanos = nanos;
    }

    /** How long until the address may do it, in seconds, rounded up; 0 means now. */
    synchronized long waitSeconds(String address) {
        double missing = 1 - left(address, nanos.getAsLong());
        return missing <= 0 ? 0 : Math.max(1, (long) Math.ceil(missing / perNano / TimeUnit.SECONDS.toNanos(1)));
    }

    /** The address does it; what it has left is never less than nothing. */
    synchronized void take(String address) {
        long now = nanos.getAsLong();
        buckets.put(address, new Bucket(Math.max(0, left(address, now) - 1), now));
    }

    /** It does not count after all. */
    synchronized void giveBack(String address) {
        long now = nanos.getAsLong();
        buckets.put(address, new Bucket(Math.min(burst, left(address, now) + 1), now));
    }

    private double left(String address, long now) {
        Bucket bucket = buckets.get(address);
        return bucket == null ? burst : Math.min(burst, bucket.left + (now - bucket.atNanos) * perNano);
    }
}
