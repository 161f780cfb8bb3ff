package io.bellbird.app.simulate;

import io.bellbird.codec.Qos;
import java.time.Duration;
import java.util.Optional;

/**
 * A section of a scenario: devices that differ in nothing but their numbers. Durations are simulated time.
 *
 * @param id of a device; with its number, so that all differ
 * @param message what it sends
 * @param value what it measures
 * @param jitter the part of the interval by which it may vary, 0..1
 * @param will what the broker says when it dies
 * @param willDelay how long the broker waits with it
 * @param birth what it says itself when it has connected
 * @param stateRetain will and birth are retained
 * @param subscription a filter
 * @param answer what it sends for each message that it gets
 * @param sleeps it connects for each message, and leaves
 * @param diesAfter the mean time until its connection breaks; empty: it does not
 * @param backAfter how long it is dead; empty: for ever
 * @param session how long the broker keeps its session; zero: it begins with a new one each time
 * @param keepAliveSeconds 0..65535, in true time
 */
record DeviceKind(
        String name,
        int count,
        Template id,
        Letter message,
        ValueKind value,
        Duration interval,
        double jitter,
        Qos qos,
        boolean retain,
        Optional<Letter> will,
        Duration willDelay,
        Optional<Letter> birth,
        boolean stateRetain,
        Optional<Template> subscription,
        Optional<Letter> answer,
        boolean sleeps,
        Optional<Duration> diesAfter,
        Optional<Duration> backAfter,
        Duration session,
        int keepAliveSeconds) {}
