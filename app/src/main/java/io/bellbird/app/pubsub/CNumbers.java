package io.bellbird.app.pubsub;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Numbers as C's library reads them: as much of the beginning as is one, and 0 when nothing is. */
final class CNumbers {
    private static final Pattern DECIMAL = Pattern.compile("\\s*([+-]?(?:\\d+\\.?\\d*|\\.\\d+)(?:[eE][+-]?\\d+)?)");

    private CNumbers() {}

    /** As {@code atoi}; what is too large is the largest. */
    static int integer(String text) {
        return (int) Math.max(Integer.MIN_VALUE, Math.min(Integer.MAX_VALUE, whole(text)));
    }

    /** As {@code atol}; what is too large is the largest. */
    static long whole(String text) {
        int at = 0;
        while (at < text.length() && Character.isWhitespace(text.charAt(at))) {
            at++;
        }
        boolean negative = at < text.length() && text.charAt(at) == '-';
        if (negative || (at < text.length() && text.charAt(at) == '+')) {
            at++;
        }
        long value = 0;
        while (at < text.length() && text.charAt(at) >= '0' && text.charAt(at) <= '9') {
            value = Math.min(Long.MAX_VALUE / 100, value * 10 + text.charAt(at) - '0');
            at++;
        }
        return negative ? -value : value;
    }

    /** As {@code atof}. */
    static double decimal(String text) {
        Matcher matcher = DECIMAL.matcher(text);
        return matcher.lookingAt() ? Double.parseDouble(matcher.group(1)) : 0;
    }
}
