package io.bellbird.client;

import io.bellbird.client.net.Dialer;
import io.bellbird.client.net.Endpoint;
import io.bellbird.client.net.Link;
import io.bellbird.codec.ConnAck;
import io.bellbird.codec.MqttVersion;
import io.bellbird.codec.TopicCache;
import io.netty.channel.EventLoop;
import io.netty.util.concurrent.Future;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Gets the client connected: tries its brokers one after the other, each with the newest version that it speaks, and waits
 * after a round in which nobody let the client in. Belongs to the client's loop.
 */
final class Attempts {
    private static final Logger log = LoggerFactory.getLogger(Attempts.class);

    private static final int CACHED_TOPICS = 64;

    final ClientOptions options;
    final EventLoop loop;
    final Application application;
    final Dialer dialer;
    final TopicCache topics = new TopicCache(CACHED_TOPICS);
    private final ClientSession session;
    private final Brokers brokers;

    /** Rounds that failed since the last success. */
    private int failures;

    private boolean everConnected;
    private @Nullable Handshake current;
    private @Nullable Future<?> next;

    Attempts(ClientSession session, Dialer dialer) {
        this.session = session;
        this.options = session.options;
        this.loop = session.loop;
        this.application = session.application;
        this.dialer = dialer;
        this.brokers = new Brokers(options.brokers);
    }

    String clientId() {
        return session.clientId();
    }

    /** Begins with the first broker, at once. */
    void begin() {
        brokers.begin(Optional.empty());
        failures = 0;
        attemptCurrent();
    }

    /**
     * Begins again after a connection was lost, with who is named here, or with the first.
     *
     * @return after which time
     */
    Duration beginLater(Optional<String> reference) {
        brokers.begin(reference);
        failures = 1;
        return attemptLater();
    }

    private Duration attemptLater() {
        Duration delay = options.backoff.delay(failures, ThreadLocalRandom.current()::nextDouble);
        next = loop.schedule(this::attemptCurrent, delay.toNanos(), TimeUnit.NANOSECONDS);
        return delay;
    }

    private void attemptCurrent() {
        attempt(brokers.current(), options.version.orElseGet(brokers::version));
    }

    private void attempt(Endpoint broker, MqttVersion version) {
        current = new Handshake(this, broker, version, cleanStart(version));
        current.begin();
    }

    /** A session of MQTT 3 that is not kept begins anew each time. */
    private boolean cleanStart(MqttVersion version) {
        return options.cleanStart && (!everConnected || !version.hasProperties());
    }

    /** A broker has let the client in. */
    Connection onAccepted(Handshake done, Link link, ConnAck connAck) {
        current = null;
        failures = 0;
        brokers.onAccepted(done.broker, done.version);
        boolean first = !everConnected;
        everConnected = true;
        return session.onConnected(done, link, connAck, first);
    }

    void onFailed(Handshake failed, Ending ending) {
        current = null;
        Optional<MqttVersion> other = otherVersion(failed, ending);
        if (other.isPresent()) {
            log.debug("client={} {} does not speak {}", clientId(), failed.broker, failed.version);
            attempt(failed.broker, other.get());
            return;
        }
        String why = failed.broker + ": " + ending.inWords();
        if (brokers.next(ending.serverReference())) {
            log.info("client={} cannot connect to {}; the next broker is tried", clientId(), why);
            attemptCurrent();
        } else if (!everConnected && !options.retryFirst) {
            session.onGivenUp(new ConnectFailedException(
                    "client " + clientId() + " cannot connect to " + why,
                    ending.reason().orElse(null),
                    ending.cause()));
        } else {
            failures++;
            brokers.begin(Optional.empty());
            Duration delay = attemptLater();
            log.warn("client={} cannot connect retry_ms={} to {}", clientId(), delay.toMillis(), why);
        }
    }

    /** What to try at once with a broker that does not speak a version. */
    private Optional<MqttVersion> otherVersion(Handshake failed, Ending ending) {
        if (options.version.isPresent() || options.authentication.isPresent()) { // which older ones do not have
            return Optional.empty();
        }
        if (failed.isAnsweredInAnotherVersion(ending)) {
            return brokers.insteadOf(failed.version, failed.broker);
        }
        return failed.isHungUp(ending) ? brokers.onHungUp(failed.version, failed.broker) : Optional.empty();
    }

    /** Nobody wants to be connected any more. */
    void stop() {
        if (next != null) {
            next.cancel(false);
        }
        if (current != null) {
            current.abandon();
            current = null;
        }
    }
}
