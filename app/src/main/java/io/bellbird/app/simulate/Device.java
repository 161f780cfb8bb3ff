package io.bellbird.app.simulate;

import io.bellbird.codec.Bytes;
import io.bellbird.codec.Connect;
import io.bellbird.codec.ProblemInformation;
import io.bellbird.codec.Publish;
import io.bellbird.codec.PublishProperties;
import io.bellbird.codec.Topic;
import io.bellbird.codec.WillMessage;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/**
 * One simulated device. What it measures and when is drawn from one source of randomness, when it dies and returns from
 * another: so a repeated run measures the same, whatever the network does. Belongs to the loop of its devices.
 */
final class Device {
    private static final Duration RETRY = Duration.ofSeconds(1);
    private static final long SEED_MIX = 0x9E3779B97F4A7C15L;

    private final DeviceKind kind;
    private final Devices devices;
    private final Map<String, String> values = new HashMap<>();
    private final ValueKind.Meter meter;
    private final Random pace;
    private final Random fate;
    private final String id;
    private long count;
    private Instant next;
    private @Nullable Line line;
    private boolean dead;

    /**
     * A device that does nothing yet.
     *
     * @param number among its kind, from 1 on
     * @param seed of this device alone
     */
    Device(DeviceKind kind, int number, long seed, Devices devices, Instant start) {
        this.kind = kind;
        this.devices = devices;
        this.meter = kind.value().new Meter(new Random(seed));
        this.pace = new Random(seed ^ SEED_MIX);
        this.fate = new Random(seed * SEED_MIX);
        values.put("name", kind.name());
        values.put("number", Integer.toString(number));
        this.id = kind.id().fill(values);
        values.put("id", id);
        this.next = start.plus(scaled(kind.interval(), pace.nextDouble()));
    }

    /** Begins to live: connects by its first message. */
    void begin(Instant start) {
        if (!kind.sleeps()) {
            devices.at(start.plus(scaled(devices.spread(kind), fate.nextDouble())), this::connect);
        }
        devices.at(next, this::measure);
    }

    private static Duration scaled(Duration duration, double factor) {
        return Duration.ofNanos((long) (duration.toNanos() * factor));
    }

    private void measure() {
        count++;
        values.put("n", Long.toString(count));
        values.put("time", next.toString());
        values.put("value", meter.next(next));
        next = next.plus(scaled(kind.interval(), 1 + kind.jitter() * (2 * pace.nextDouble() - 1)));
        if (dead) {
            devices.counters().missed.increment();
        } else if (kind.sleeps()) {
            connect();
        } else if (line != null && line.isUp()) {
            send(line, kind.message());
        } else {
            devices.counters().missed.increment();
        }
        devices.at(next, this::measure);
    }

    private void send(Line on, Letter letter) {
        on.publish(
                letter.topic().fill(values),
                kind.qos(),
                kind.retain(),
                letter.payload().fill(values),
                PublishProperties.NONE);
    }

    private void connect() {
        if (dead || (line != null && line.isUp())) {
            return;
        }
        line = devices.dial(this, hello());
    }

    private Connect hello() {
        WillMessage will = kind.will()
                .map(letter -> new WillMessage(
                        Topic.of(letter.topic().fill(values)),
                        kind.qos(),
                        kind.stateRetain(),
                        Bytes.utf8(letter.payload().fill(values)),
                        kind.willDelay().toSeconds(),
                        PublishProperties.NONE))
                .orElse(null);
        return devices.hello(
                id,
                kind.session().isZero(),
                kind.keepAliveSeconds(),
                will,
                new Connect.Properties(
                        kind.session().toSeconds(),
                        Connect.Properties.DEFAULTS.receiveMaximum(),
                        Connect.Properties.NO_LIMIT,
                        0,
                        false,
                        ProblemInformation.UNSPECIFIED,
                        null,
                        null,
                        List.of()));
    }

    /** The broker has let it in. */
    void onUp(Line up) {
        kind.subscription().ifPresent(filter -> up.subscribe(filter.fill(values)));
        kind.birth()
                .ifPresent(letter -> up.publish(
                        letter.topic().fill(values),
                        kind.qos(),
                        kind.stateRetain(),
                        letter.payload().fill(values),
                        PublishProperties.NONE));
        if (kind.sleeps()) {
            send(up, kind.message());
            up.leave();
        } else {
            kind.diesAfter()
                    .ifPresent(mean -> devices.at(
                            devices.now().plus(scaled(mean, -Math.log(1 - fate.nextDouble()))), () -> die(up)));
        }
    }

    private void die(Line of) {
        if (of != line || !of.isUp()) {
            return; // it has lost that connection already
        }
        dead = true;
        devices.counters().died.increment();
        of.end(false);
        kind.backAfter().ifPresent(pause -> devices.at(devices.now().plus(pause), this::comeBack));
    }

    private void comeBack() {
        dead = false;
        if (!kind.sleeps()) {
            connect();
        }
    }

    /** The connection is gone, or did not come about. */
    void onLost() {
        if (!kind.sleeps() && !dead) {
            devices.afterTrue(scaled(RETRY, 1 + fate.nextDouble()), this::connect);
        }
    }

    /** A message came. */
    void onMessage(Line on, Publish command) {
        kind.answer().ifPresent(letter -> {
            String response = command.properties().responseTopic();
            Map<String, String> all = new HashMap<>(values);
            all.put("topic", command.topic().text());
            all.put("payload", command.payload().toUtf8());
            all.put("response", response == null ? command.topic().text() + "/response" : response);
            Bytes correlation = command.properties().correlationData();
            on.publish(
                    letter.topic().fill(all),
                    kind.qos(),
                    false,
                    letter.payload().fill(all),
                    new PublishProperties(false, PublishProperties.NO_EXPIRY, null, null, correlation, List.of()));
            devices.counters().answered.increment();
        });
    }

    /** Says good-bye. */
    void end() {
        dead = true;
        if (line != null) {
            line.end(true);
        }
    }
}
