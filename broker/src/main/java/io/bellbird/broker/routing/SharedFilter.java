package io.bellbird.broker.routing;

import io.bellbird.codec.ProtocolError;
import io.bellbird.codec.ReasonCode;

/**
 * The filter of a shared subscription, {@code $share/NAME/FILTER} (section 4.8.2). Subscriptions with equal names and
 * filters are one group.
 *
 * @param shareName at least one character, without {@code /}, {@code +} and {@code #} [MQTT-4.8.2-1] [MQTT-4.8.2-2]
 * @param filter which messages the group gets
 */
public record SharedFilter(String shareName, TopicFilter filter) {
    private static final String SHARE = "$share";
    private static final String PREFIX = SHARE + "/";

    /** Whether a filter is one of a shared subscription, or tries to be. */
    public static boolean isShared(TopicFilter filter) {
        return filter.text().startsWith(PREFIX) || filter.text().equals(SHARE);
    }

    /**
     * Takes a filter apart.
     *
     * @param shared a filter that {@linkplain #isShared is one of a shared subscription}
     * @throws ProtocolError PROTOCOL_ERROR when it has no name or no filter [MQTT-4.8.2-1], or a wildcard in its name
     *     [MQTT-4.8.2-2]
     */
    public static SharedFilter parse(TopicFilter shared) {
        String rest =
                shared.text().substring(Math.min(PREFIX.length(), shared.text().length()));
        int slash = rest.indexOf('/');
        boolean whole = slash > 0 && slash + 1 < rest.length();
        String shareName = whole ? rest.substring(0, slash) : "";
        if (!whole || shareName.contains("+") || shareName.contains("#")) {
            throw new ProtocolError(
                    ReasonCode.PROTOCOL_ERROR,
                    "MQTT-4.8.2-1",
                    "a shared subscription is $share/NAME/FILTER, and NAME has no wildcard");
        }
        return new SharedFilter(shareName, TopicFilter.parse(rest.substring(slash + 1)));
    }

    /** As clients write it. */
    public String text() {
        return PREFIX + shareName + "/" + filter.text();
    }
}
