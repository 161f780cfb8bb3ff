package io.bellbird.app.simulate;

import io.bellbird.client.net.Dialer;
import io.bellbird.client.net.Endpoint;
import io.bellbird.codec.Bytes;
import io.bellbird.codec.Connect;
import io.bellbird.codec.MqttVersion;
import io.bellbird.codec.TopicCache;
import io.bellbird.codec.WillMessage;
import io.netty.channel.EventLoop;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import io.netty.util.concurrent.DefaultThreadFactory;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/** All devices of a scenario, on one event loop. {@link #begin}, {@link #close} and the counters are for any thread. */
final class Devices implements AutoCloseable {
    /** Devices connect one after the other within so much true time, or their interval if that is shorter. */
    private static final Duration SPREAD_MAX = Duration.ofSeconds(5);

    private static final long END_SECONDS_MAX = 5;
    private static final long CONNECT_SECONDS_MAX = 5;
    private static final int TOPICS_CACHED = 1_024;

    private final Endpoint broker;
    private final Dialer dialer;
    private final Login login;
    private final RunCounters counters = new RunCounters();
    private final SimulatedClock clock;
    private final MultiThreadIoEventLoopGroup loops = new MultiThreadIoEventLoopGroup(
            1, new DefaultThreadFactory("bellbird-simulate", true), NioIoHandler.newFactory());
    private final EventLoop loop = loops.next();
    private final TopicCache topics = new TopicCache(TOPICS_CACHED);
    private final List<Device> devices = new ArrayList<>();
    private final CountDownLatch allClosed = new CountDownLatch(1);
    private int openLines;
    private boolean ended;

    /**
     * With what devices connect.
     *
     * @param username or null
     * @param password or null
     */
    record Login(MqttVersion version, @Nullable String username, @Nullable String password) {}

    /** Makes the devices, which do nothing yet. */
    Devices(Scenario scenario, Endpoint broker, Dialer dialer, Login login, SimulatedClock clock) {
        this.broker = broker;
        this.dialer = dialer;
        this.login = login;
        this.clock = clock;
        RandomGenerator seeds = new SplittableRandom(scenario.seed());
        for (DeviceKind kind : scenario.kinds()) {
            for (int number = 1; number <= kind.count(); number++) {
                devices.add(new Device(kind, number, seeds.nextLong(), this, clock.start()));
            }
        }
    }

    /** Lets the devices live. */
    void begin() {
        loop.execute(() -> devices.forEach(device -> device.begin(clock.start())));
    }

    RunCounters counters() {
        return counters;
    }

    int size() {
        return devices.size();
    }

    /** The simulated time. */
    Instant now() {
        return clock.at(System.nanoTime());
    }

    /** In how much simulated time devices of a kind connect. */
    Duration spread(DeviceKind kind) {
        Duration longest = Duration.ofNanos((long) (SPREAD_MAX.toNanos() * clock.speed()));
        return kind.interval().compareTo(longest) < 0 ? kind.interval() : longest;
    }

    /** Runs an action at a simulated time. */
    void at(Instant time, Runnable action) {
        schedule(clock.nanosUntil(time, System.nanoTime()), action);
    }

    /** Runs an action after so much true time. */
    void afterTrue(Duration delay, Runnable action) {
        schedule(delay.toNanos(), action);
    }

    private void schedule(long nanos, Runnable action) {
        loop.schedule(
                () -> {
                    if (!ended) {
                        action.run();
                    }
                },
                nanos,
                TimeUnit.NANOSECONDS);
    }

    /** What CONNECT says of a device, with what the user said. */
    Connect hello(
            String clientId,
            boolean clean,
            int keepAliveSeconds,
            @Nullable WillMessage will,
            Connect.Properties properties) {
        String password = login.password();
        return new Connect(
                login.version(),
                false,
                clientId,
                clean,
                keepAliveSeconds,
                will,
                login.username(),
                password == null ? null : Bytes.utf8(password),
                properties);
    }

    /** Connects a device. */
    Line dial(Device device, Connect hello) {
        openLines++;
        Line line = new Line(hello, loop, topics, counters, device, this::lineClosed);
        Runnable callOff = dialer.dial(broker, loop, line);
        loop.schedule(() -> line.requireWelcome(callOff), CONNECT_SECONDS_MAX, TimeUnit.SECONDS);
        return line;
    }

    private void lineClosed() {
        openLines--;
        if (ended && openLines == 0) {
            allClosed.countDown();
        }
    }

    /** Disconnects all devices, and waits for that, at most five seconds. */
    @Override
    public void close() {
        loop.execute(() -> {
            ended = true;
            devices.forEach(Device::end);
            if (openLines == 0) {
                allClosed.countDown();
            }
        });
        try {
            allClosed.await(END_SECONDS_MAX, TimeUnit.SECONDS);
        } catch (InterruptedException hurry) {
            Thread.currentThread().interrupt();
        }
        loops.shutdownGracefully(0, 1, TimeUnit.SECONDS);
    }
}
