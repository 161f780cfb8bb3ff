package io.bellbird.broker.security;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A level of a pattern with {@code %c}, which stands for the client id, or {@code %u}, for the user name. It stands for
 * one level whatever they are: a name with {@code /}, {@code +} or {@code #} fills nothing, and an empty one neither.
 *
 * @param text as it stands in the file
 * @param parts the text between the names, and the names
 */
record LevelTemplate(String text, List<String> parts) {
    private static final String CLIENT_ID = "%c";
    private static final String USERNAME = "%u";

    static boolean isTemplate(String level) {
        return needsClientId(level) || needsUsername(level);
    }

    static boolean needsClientId(String text) {
        return text.contains(CLIENT_ID);
    }

    static boolean needsUsername(String text) {
        return text.contains(USERNAME);
    }

    static LevelTemplate of(String level) {
        List<String> parts = new ArrayList<>();
        int start = 0;
        for (int i = 0; i + 1 < level.length(); ) {
            if (level.startsWith(CLIENT_ID, i) || level.startsWith(USERNAME, i)) {
                if (i > start) {
                    parts.add(level.substring(start, i));
                }
                parts.add(level.substring(i, i + 2));
                i += 2;
                start = i;
            } else {
                i++;
            }
        }
        if (start < level.length()) {
            parts.add(level.substring(start));
        }
        return new LevelTemplate(level, List.copyOf(parts));
    }

    /** Whether a name can stand in one level, and changes nothing of what the others are. */
    static boolean isSafe(@Nullable String name) {
        if (name == null || name.isEmpty()) {
            return false;
        }
        for (int i = 0; i < name.length(); i++) {
            char c = name.charAt(i);
            if (c == '/' || c == '+' || c == '#') {
                return false;
            }
        }
        return true;
    }

    /**
     * Whether part of a text, which is one level without wildcards, is this level for a client: then the names in it have
     * no {@code /}, {@code +} or {@code #}. Allocates nothing.
     */
    boolean matches(String name, int start, int end, Client client) {
        int at = start;
        for (int i = 0; i < parts.size(); i++) {
            String expected = filled(parts.get(i), client);
            if (expected == null
                    || expected.isEmpty()
                    || expected.length() > end - at
                    || !name.startsWith(expected, at)) {
                return false;
            }
            at += expected.length();
        }
        return at == end;
    }

    /** Whether it stands for any level at all for a client. */
    boolean isFillable(Client client) {
        return parts.stream().allMatch(part -> !isTemplate(part) || isSafe(filled(part, client)));
    }

    private static @Nullable String filled(String part, Client client) {
        return switch (part) {
            case CLIENT_ID -> client.clientId();
            case USERNAME -> client.username();
            default -> part;
        };
    }
}
