package io.bellbird.client;

import io.bellbird.codec.UserProperty;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Strings as MQTT can carry them (section 1.5.4), checked where callers hand them in. */
final class Texts {
    private static final int BYTES_MAX = 65_535;

    private Texts() {}

    /**
     * Checks a string, unless it is null.
     *
     * @throws IllegalArgumentException when it is too long, has U+0000, or half of a surrogate pair [MQTT-1.5.4-1]
     *     [MQTT-1.5.4-2]
     */
    static void check(String what, @Nullable String text) {
        if (text != null && (text.indexOf(0) >= 0 || utf8Length(text) > BYTES_MAX)) {
            throw new IllegalArgumentException(what + " is text of at most " + BYTES_MAX
                    + " bytes in UTF-8 without U+0000; this one has " + text.length() + " characters");
        }
    }

    /** Checks names and values. */
    static void check(List<UserProperty> properties) {
        for (UserProperty property : properties) {
            check("the name of a user property", property.name());
            check("the value of a user property", property.value());
        }
    }

    private static int utf8Length(String text) {
        try {
            return StandardCharsets.UTF_8
                    .newEncoder()
                    .encode(CharBuffer.wrap(text))
                    .remaining();
        } catch (CharacterCodingException halfOfAPair) {
            return Integer.MAX_VALUE;
        }
    }
}
