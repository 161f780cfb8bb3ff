package io.bellbird.app.pubsub;

import io.bellbird.app.pubsub.Settings.Source;
import io.bellbird.app.pubsub.UsageException.Sequel;
import io.bellbird.codec.MqttVersion;
import io.bellbird.codec.Qos;
import io.bellbird.codec.Topic;
import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** What may follow an option; each method throws what Mosquitto's programs say of anything else. */
final class Checks {
    private static final int KEEP_ALIVE_MIN = 5;
    private static final int UINT16_MAX = 65_535;
    private static final long MICROS_PER_SECOND = 1_000_000;
    private static final Pattern C_INTEGER = Pattern.compile("\\s*([+-]?)(0[xX]\\p{XDigit}+|\\d+)");

    private Checks() {}

    static int port(String text) throws UsageException {
        int port = CNumbers.integer(text);
        if (port < 0 || port > UINT16_MAX) {
            throw UsageException.of("Error: Invalid port given: " + port);
        }
        return port;
    }

    static void oneId(@Nullable String other) throws UsageException {
        if (other != null) {
            throw UsageException.spaced("Error: -i and -I argument cannot be used together.");
        }
    }

    static void oneSource(Settings settings, Source source) throws UsageException {
        if (settings.source != Source.NONE) {
            throw UsageException.spaced("Error: Only one type of message can be sent at once.");
        }
        settings.source = source;
    }

    static Qos qos(String text, String what, Sequel sequel) throws UsageException {
        int level = CNumbers.integer(text);
        if (level < 0 || level > 2) {
            String end = sequel == Sequel.BLANK_AND_HINT ? "." : "";
            throw new UsageException("Error: Invalid " + what + " " + level + end, sequel);
        }
        return Qos.of(level);
    }

    static int repeat(String text) throws UsageException {
        int count = CNumbers.integer(text);
        if (count < 1) {
            throw UsageException.spaced("Error: --repeat argument must be >0.");
        }
        return count;
    }

    static Duration repeatDelay(String text) throws UsageException {
        double seconds = CNumbers.decimal(text);
        if (seconds < 0) {
            throw UsageException.spaced("Error: --repeat-delay argument must be >=0.0.");
        }
        long micros = (long) (seconds * MICROS_PER_SECOND);
        return Duration.ofNanos(micros * 1_000);
    }

    static int positive(String text, String what) throws UsageException {
        int number = CNumbers.integer(text);
        if (number < 1) {
            throw UsageException.spaced("Error: Invalid " + what + " \"" + number + "\".");
        }
        return number;
    }

    static double percent(String text) throws UsageException {
        double percent = CNumbers.decimal(text);
        if (percent < 0.1 || percent > Settings.ALL_PERCENT) {
            throw UsageException.spaced("Error: --random-filter chance must be between 0.1-100.0");
        }
        return percent;
    }

    static int keepAlive(String text) throws UsageException {
        int seconds = CNumbers.integer(text);
        if (seconds < KEEP_ALIVE_MIN || seconds > UINT16_MAX) {
            throw UsageException.spaced("Error: Invalid keepalive given, it must be between 5 and 65535 inclusive.");
        }
        return seconds;
    }

    static MqttVersion version(String text) throws UsageException {
        return switch (text) {
            case "mqttv31", "31" -> MqttVersion.V3_1;
            case "mqttv311", "311" -> MqttVersion.V3_1_1;
            case "mqttv5", "5" -> MqttVersion.V5;
            default -> throw UsageException.spaced("Error: Invalid protocol version argument given.");
        };
    }

    /** Seconds; -1 and the sign of infinity mean for ever. */
    static long sessionExpiry(String text) throws UsageException {
        if (text.equals("∞")) {
            return Settings.EXPIRY_NEVER;
        }
        Matcher integer = C_INTEGER.matcher(text);
        if (!integer.matches()) {
            throw UsageException.spaced("Error: session-expiry-interval not a number.");
        }
        long seconds;
        try {
            seconds = Long.decode(integer.group(1) + integer.group(2));
        } catch (NumberFormatException tooLarge) {
            seconds = Long.MAX_VALUE;
        }
        if (seconds > Settings.EXPIRY_NEVER || seconds < -1) {
            throw UsageException.spaced("Error: session-expiry-interval out of range.");
        }
        return seconds == -1 ? Settings.EXPIRY_NEVER : seconds;
    }

    static int maxInflight(String text) throws UsageException {
        int messages = CNumbers.integer(text);
        if (messages < 1) {
            throw UsageException.spaced("Error: Maximum inflight messages must be greater than 0.");
        }
        return Math.min(messages, UINT16_MAX);
    }

    /** @param option as the error names it */
    static void addTopic(Settings settings, String text, String option) throws UsageException {
        if (settings.tool == Tool.SUB) {
            settings.filters.add(filter(text, option, "subscription"));
        } else {
            settings.topic = topic(text, option, "publish");
        }
    }

    static String responseTopic(String text) throws UsageException {
        return topic(text, "-e", "response");
    }

    static String willTopic(String text) throws UsageException {
        return topic(text, "--will-topic", "will");
    }

    private static String topic(String text, String option, String what) throws UsageException {
        wellFormed(text, option);
        if (!Topic.isName(text) || text.length() > UINT16_MAX) {
            throw UsageException.of("Error: Invalid " + what + " topic '" + text + "', does it contain '+' or '#'?");
        }
        return text;
    }

    static String filter(String text, String option, String what) throws UsageException {
        wellFormed(text, option);
        if (!isFilter(text)) {
            throw UsageException.of(
                    "Error: Invalid " + what + " topic '" + text + "', are all '+' and '#' wildcards correct?");
        }
        return text;
    }

    private static void wellFormed(String text, String option) throws UsageException {
        if (text.indexOf('\uFFFD') >= 0) { // what Java makes of bytes that are not UTF-8
            throw UsageException.spaced("Error: Malformed UTF-8 in " + option + " argument.");
        }
    }

    private static boolean isFilter(String text) {
        if (text.isEmpty() || text.length() > UINT16_MAX) {
            return false;
        }
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            boolean begins = i == 0 || text.charAt(i - 1) == '/';
            boolean ends = i == text.length() - 1;
            if ((c == '+' && !(begins && (ends || text.charAt(i + 1) == '/'))) || (c == '#' && !(begins && ends))) {
                return false;
            }
        }
        return true;
    }

    /** An option that is known and has no meaning here: nothing is done, since it may be there for safety. */
    static UsageException unsupported(String option, String why) {
        return UsageException.of("Error: " + option + " cannot be used: " + why + ".");
    }
}
