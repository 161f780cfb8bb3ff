package io.bellbird.codec;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The two properties that every acknowledgement may have (sections 3.4.2.2 to 3.11.2.1).
 *
 * @param reasonString for people, or null
 */
public record AckProperties(@Nullable String reasonString, List<UserProperty> userProperties) {
    /** None: also what MQTT 3 has. */
    public static final AckProperties NONE = new AckProperties(null, List.of());

    public AckProperties {
        userProperties = List.copyOf(userProperties);
    }

    /** A reason string alone, or {@link #NONE} for null. */
    public static AckProperties explained(@Nullable String reasonString) {
        return reasonString == null ? NONE : new AckProperties(reasonString, List.of());
    }
}
