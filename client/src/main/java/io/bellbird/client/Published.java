package io.bellbird.client;

import io.bellbird.codec.AckProperties;
import io.bellbird.codec.ReasonCode;

/**
 * A message has left (QoS 0), or the broker has taken it over (QoS 1 and 2).
 *
 * @param reason SUCCESS, or NO_MATCHING_SUBSCRIBERS when the broker says that nobody got it
 * @param properties of the acknowledgement
 */
public record Published(ReasonCode reason, AckProperties properties) {
    static final Published SUCCESS = new Published(ReasonCode.SUCCESS, AckProperties.NONE);
}
