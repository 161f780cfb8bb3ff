package io.bellbird.client;

import io.bellbird.codec.ReasonCode;
import java.time.Duration;
import java.util.Optional;

/**
 * The connection has ended.
 *
 * @param reason what the broker's DISCONNECT said, if it sent one
 * @param explanation for people
 * @param retryAfter when the next attempt begins; empty when there is none, since the client was closed or another one
 *     has taken its session over
 */
public record Disconnected(
        String broker, Optional<ReasonCode> reason, String explanation, Optional<Duration> retryAfter) {}
