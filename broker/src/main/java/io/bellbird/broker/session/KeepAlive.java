package io.bellbird.broker.session;

import io.bellbird.broker.ShardConfined;
import io.bellbird.broker.config.BrokerConfig;
import io.bellbird.codec.Connect;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Notices that a client was not heard of for one and a half times its Keep Alive [MQTT-3.1.2-22]. Lives as long as one
 * network connection.
 */
@ShardConfined
final class KeepAlive implements Runnable {
    /** The highest Keep Alive that CONNECT can ask for; as a limit it is none. */
    private static final int SECONDS_MAX = 65_535;

    private final Home home;
    private final int seconds;
    private final Connection connection;
    private long lastPacketNanos;
    private @Nullable Timer timer;

    /**
     * Begins with {@link #start}.
     *
     * @param seconds 0..65535; 0 means none
     */
    KeepAlive(Home home, int seconds, Connection connection) {
        this.home = home;
        this.seconds = seconds;
        this.connection = connection;
    }

    /** Whether {@code max_keepalive} does not permit what the client asks for. */
    static boolean isTooLong(BrokerConfig config, Connect connect) {
        int max = config.maxKeepaliveSeconds();
        boolean unlimited = max == 0 || max == SECONDS_MAX;
        return !unlimited && (connect.keepAliveSeconds() == 0 || connect.keepAliveSeconds() > max);
    }

    /** What holds for the client, in seconds: what it asked for, or {@code max_keepalive}. */
    static int granted(BrokerConfig config, Connect connect) {
        return isTooLong(config, connect) ? config.maxKeepaliveSeconds() : connect.keepAliveSeconds();
    }

    int seconds() {
        return seconds;
    }

    void start() {
        if (seconds > 0) {
            onPackets();
            timer = home.schedule(limitNanos(), this);
        }
    }

    void stop() {
        if (timer != null) {
            timer.cancel();
        }
    }

    /** The client was heard of. */
    void onPackets() {
        if (seconds > 0) {
            lastPacketNanos = home.nowNanos();
        }
    }

    /** Looks whether it is time; a client that is not read from cannot show that it is alive. */
    @Override
    public void run() {
        long idleNanos = home.nowNanos() - lastPacketNanos;
        if (!connection.isRead()) {
            timer = home.schedule(limitNanos(), this);
        } else if (idleNanos < limitNanos()) {
            timer = home.schedule(limitNanos() - idleNanos, this);
        } else {
            connection.onKeepAliveTimeout();
        }
    }

    private long limitNanos() {
        return TimeUnit.MILLISECONDS.toNanos(1_500L * seconds);
    }
}
