package io.bellbird.broker.security;

import io.bellbird.broker.AnyThread;
import io.bellbird.codec.ReasonCode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import java.util.regex.Pattern;

/**
 * Whom the broker does not let in, whatever he can prove: clients and addresses that those who run it have banned, and
 * everybody while it is drained. Lives as long as the broker: a reload changes nothing here, a start forgets all of it.
 *
 * <p>Any thread; every method takes the one lock, and none waits for anything else.
 */
public final class Gate {
    /** Bans at once; then no more are taken. */
    public static final int BANS_MAX = 10_000;

    private static final Pattern IPV4 = Pattern.compile("(0|[1-9]\\d{0,2})(\\.(0|[1-9]\\d{0,2})){3}");
    private static final int BYTE_MAX = 255;

    private final LongSupplier nanos;
    /** When bans end, those that began first in front. */
    private final Map<Whom, Long> endNanos = new LinkedHashMap<>();

    private Optional<Drain> drain = Optional.empty();

    /** What a ban is about: the id of a client, or the address of clients. */
    private record Whom(boolean isClient, String text) {
        static Whom client(String clientId) {
            return new Whom(true, clientId);
        }

        static Whom address(LoginAddress address) {
            return new Whom(false, address.text());
        }
    }

    /**
     * Why a client is not let in.
     *
     * @param reason BANNED or USE_ANOTHER_SERVER
     * @param why for the log and those who watch
     */
    public record Refusal(ReasonCode reason, String why) {}

    /**
     * The broker is being drained.
     *
     * @param seconds over which clients are asked to go, at least 0
     * @param secondsSince it began, at least 0
     */
    public record Drain(int seconds, long secondsSince, long beganNanos) {}

    /**
     * Everybody is let in.
     *
     * @param nanos the time, monotonic
     */
    public Gate(LongSupplier nanos) {
        this.nanos = nanos;
    }

    /** Why a client is not let in; empty when it is. */
    @AnyThread
    public synchronized Optional<Refusal> refusal(Client client) {
        if (drain.isPresent()) {
            return Optional.of(new Refusal(ReasonCode.USE_ANOTHER_SERVER, "the broker is drained"));
        }
        return isBanned(client)
                ? Optional.of(new Refusal(ReasonCode.BANNED, "banned by those who run the broker"))
                : Optional.empty();
    }

    /** Whether a client, or the address that it comes from, is banned. */
    @AnyThread
    public synchronized boolean isBanned(Client client) {
        return !endNanos.isEmpty()
                && (isRunning(Whom.client(client.clientId()))
                        || isRunning(Whom.address(LoginAddress.of(client.peer()))));
    }

    private boolean isRunning(Whom whom) {
        Long end = endNanos.get(whom);
        return end != null && end - nanos.getAsLong() > 0;
    }

    // Bans

    /**
     * How bans name an address.
     *
     * @return the address, of IPv6 its network; empty when it is none, or one of this machine, which cannot be banned
     */
    public static Optional<String> nameOf(String address) {
        boolean isIpv4 = IPV4.matcher(address).matches()
                && List.of(address.split("\\.")).stream().allMatch(part -> Integer.parseInt(part) <= BYTE_MAX);
        if (!isIpv4 && address.indexOf(':') < 0) {
            return Optional.empty();
        }
        LoginAddress named = LoginAddress.named(address);
        return named.bannable() ? Optional.of(named.text()) : Optional.empty();
    }

    /**
     * Bans a client from now on, or for another time than before.
     *
     * @param seconds 1 or more
     * @return the ban; empty when there are as many as there may be
     */
    @AnyThread
    public Optional<Ban> banClient(String clientId, long seconds) {
        return ban(Whom.client(clientId), seconds);
    }

    /**
     * Bans an address from now on, or for another time than before.
     *
     * @param address as {@link #nameOf} gives it
     * @param seconds 1 or more
     * @return the ban; empty when there are as many as there may be
     */
    @AnyThread
    public Optional<Ban> banAddress(String address, long seconds) {
        return ban(Whom.address(LoginAddress.named(address)), seconds);
    }

    private synchronized Optional<Ban> ban(Whom whom, long seconds) {
        forgetEnded();
        endNanos.remove(whom);
        if (endNanos.size() == BANS_MAX) {
            return Optional.empty();
        }
        long now = nanos.getAsLong();
        long end = now + TimeUnit.SECONDS.toNanos(seconds);
        endNanos.put(whom, end);
        return Optional.of(show(whom, end, now));
    }

    private void forgetEnded() {
        long now = nanos.getAsLong();
        endNanos.values().removeIf(end -> end - now <= 0);
    }

    private static Ban show(Whom whom, long end, long now) {
        long secondsLeft = TimeUnit.NANOSECONDS.toSeconds(end - now + TimeUnit.SECONDS.toNanos(1) - 1);
        return new Ban(whom.isClient ? whom.text : null, whom.isClient ? null : whom.text, Math.max(0, secondsLeft));
    }

    /** The bans of now, those that began first in front. */
    @AnyThread
    public synchronized List<Ban> bans() {
        forgetEnded();
        long now = nanos.getAsLong();
        List<Ban> bans = new ArrayList<>();
        endNanos.forEach((whom, end) -> bans.add(show(whom, end, now)));
        return bans;
    }

    /** Lets a client in again; whether it was banned. */
    @AnyThread
    public boolean liftClient(String clientId) {
        return lift(Whom.client(clientId));
    }

    /**
     * Lets an address in again; whether it was banned.
     *
     * @param address or one of a banned network
     */
    @AnyThread
    public boolean liftAddress(String address) {
        return lift(Whom.address(LoginAddress.named(address)));
    }

    private synchronized boolean lift(Whom whom) {
        boolean was = isRunning(whom);
        endNanos.remove(whom);
        return was;
    }

    // Draining

    /**
     * Lets nobody in from now on.
     *
     * @param seconds over which those who are there are asked to go, at least 0; that is others' work
     */
    @AnyThread
    public synchronized void drain(int seconds) {
        drain = Optional.of(new Drain(seconds, 0, nanos.getAsLong()));
    }

    /** Lets everybody in again; whether that was not so before. */
    @AnyThread
    public synchronized boolean open() {
        boolean was = drain.isPresent();
        drain = Optional.empty();
        return was;
    }

    /** Since when nobody is let in; empty when that is not so. */
    @AnyThread
    public synchronized Optional<Drain> draining() {
        return drain.map(begun -> new Drain(
                begun.seconds, TimeUnit.NANOSECONDS.toSeconds(nanos.getAsLong() - begun.beganNanos), begun.beganNanos));
    }
}
