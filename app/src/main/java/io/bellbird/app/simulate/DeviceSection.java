package io.bellbird.app.simulate;

import io.bellbird.app.simulate.ScenarioReader.Entry;
import io.bellbird.app.simulate.ValueKind.Curve;
import io.bellbird.codec.Qos;
import io.bellbird.codec.Topic;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The lines of one device, and what they mean. */
final class DeviceSection {
    static final List<String> KEYS = List.of(
            "count",
            "id",
            "topic",
            "payload",
            "value",
            "noise",
            "decimals",
            "interval",
            "jitter",
            "qos",
            "retain",
            "will",
            "will_delay",
            "birth",
            "state_retain",
            "subscribe",
            "answer",
            "sleeps",
            "dies_after",
            "back_after",
            "session",
            "keepalive");
    private static final String DURATION = "a time such as 500ms, 10s, 5m, 2h or 1d";
    private static final String VALUES =
            "constant N, sine MIN MAX PERIOD, walk MIN MAX STEP, gauss MEAN DEVIATION," + " or choice WORD WORD ...";
    private static final Set<String> OF_DEVICE = Set.of("id", "number", "name");
    private static final Set<String> OF_MESSAGE = Set.of("id", "number", "name", "value", "time", "n");
    private static final Set<String> OF_ANSWER =
            Set.of("id", "number", "name", "value", "time", "n", "topic", "payload", "response");
    private static final int COUNT_MAX = 100_000;
    private static final int UINT16_MAX = 0xFFFF;
    private static final Duration INTERVAL = Duration.ofSeconds(10);
    private static final int KEEP_ALIVE_SECONDS = 60;
    private static final int DECIMALS = 2;
    private static final int DECIMALS_MAX = 9;
    private static final int PERCENT = 100;

    private final ScenarioReader reader;
    private final Entry begin;
    private final Map<String, Entry> entries = new HashMap<>();

    DeviceSection(ScenarioReader reader, Entry begin) {
        this.reader = reader;
        this.begin = begin;
    }

    int line() {
        return begin.line();
    }

    void add(Entry entry) {
        if (!KEYS.contains(entry.key())) {
            reader.problem(entry, ScenarioReader.unknown(entry.key(), KEYS));
        } else if (entry.value().isEmpty() && !entry.key().equals("payload")) {
            reader.problem(entry, entry.key() + " has no value");
        } else if (entries.putIfAbsent(entry.key(), entry) != null) {
            reader.problem(
                    entry,
                    entry.key() + " is given twice: the first time in line "
                            + at(entry.key()).line());
        }
    }

    private Entry at(String key) {
        Entry entry = entries.get(key);
        if (entry == null) {
            throw new IllegalStateException(key);
        }
        return entry;
    }

    /** The devices; empty when they have no topic, which is a problem by then. */
    Optional<DeviceKind> kind() {
        Entry topic = entries.get("topic");
        if (topic == null) {
            reader.problem(begin, "device '" + begin.value() + "' has no topic: add a line 'topic TOPIC'");
            return Optional.empty();
        }
        int count = (int) integer("count", 1, 1, COUNT_MAX);
        Template id = template("id", OF_DEVICE).orElse(new Template(count == 1 ? "{name}" : "{name}-{number}"));
        if (count > 1 && !id.placeholders().contains("number")) {
            reader.problem(at("id"), "id is the same for all " + count + " devices: put {number} into it");
        }
        Letter message = new Letter(
                checkedTopic(topic, new Template(topic.value()), OF_MESSAGE),
                template("payload", OF_MESSAGE).orElse(new Template("{value}")));
        Duration interval = duration("interval", INTERVAL);
        if (interval.isZero()) {
            reader.problem(at("interval"), "interval is 0: use 1ms or more");
        }
        return Optional.of(new DeviceKind(
                begin.value(),
                count,
                id,
                message,
                new ValueKind(curve(), decimal("noise", 0, 0, Double.MAX_VALUE), (int)
                        integer("decimals", DECIMALS, 0, DECIMALS_MAX)),
                interval,
                percent("jitter"),
                Qos.of((int) integer("qos", 0, 0, 2)),
                bool("retain", false),
                letter("will", OF_DEVICE),
                duration("will_delay", Duration.ZERO),
                letter("birth", OF_DEVICE),
                bool("state_retain", true),
                template("subscribe", OF_DEVICE),
                letter("answer", OF_ANSWER),
                bool("sleeps", false),
                optionalDuration("dies_after"),
                optionalDuration("back_after"),
                duration("session", Duration.ZERO),
                (int) integer("keepalive", KEEP_ALIVE_SECONDS, 0, UINT16_MAX)));
    }

    private Optional<Template> template(String key, Set<String> known) {
        return Optional.ofNullable(entries.get(key)).map(entry -> checked(entry, new Template(entry.value()), known));
    }

    private Template checked(Entry entry, Template template, Set<String> known) {
        for (String name : template.placeholders()) {
            if (!known.contains(name)) {
                reader.problem(
                        entry,
                        entry.key() + " has {" + name + "}: use "
                                + String.join(
                                        ", ",
                                        known.stream()
                                                .sorted()
                                                .map(word -> '{' + word + '}')
                                                .toList()));
            }
        }
        return template;
    }

    private Template checkedTopic(Entry entry, Template topic, Set<String> known) {
        if (!Topic.isName(topic.text())) {
            reader.problem(entry, entry.key() + " is '" + topic.text() + "': a topic has no + and no #");
        }
        return checked(entry, topic, known);
    }

    /** A topic, and behind it a payload. */
    private Optional<Letter> letter(String key, Set<String> known) {
        Entry entry = entries.get(key);
        if (entry == null) {
            return Optional.empty();
        }
        String[] parts = entry.value().split("\\s+", 2);
        return Optional.of(new Letter(
                checkedTopic(entry, new Template(parts[0]), known),
                checked(entry, new Template(parts.length == 1 ? "" : parts[1]), known)));
    }

    private long integer(String key, long otherwise, long min, long max) {
        Entry entry = entries.get(key);
        return entry == null ? otherwise : entry.integer(reader, min, max, otherwise);
    }

    private double decimal(String key, double otherwise, double min, double max) {
        Entry entry = entries.get(key);
        if (entry == null) {
            return otherwise;
        }
        Optional<Double> number = number(entry.value()).filter(value -> value >= min && value <= max);
        if (number.isEmpty()) {
            reader.problem(entry, key + " is '" + entry.value() + "': use a number that is not negative");
        }
        return number.orElse(otherwise);
    }

    private double percent(String key) {
        Entry entry = entries.get(key);
        if (entry == null) {
            return 0;
        }
        Optional<Double> number = entry.value().endsWith("%")
                ? number(entry.value().substring(0, entry.value().length() - 1))
                : Optional.empty();
        if (number.filter(value -> value >= 0 && value <= PERCENT).isEmpty()) {
            reader.problem(entry, key + " is '" + entry.value() + "': use 0% to 100%");
            return 0;
        }
        return number.get() / PERCENT;
    }

    private static Optional<Double> number(String text) {
        try {
            return Optional.of(Double.valueOf(text)).filter(Double::isFinite);
        } catch (NumberFormatException none) {
            return Optional.empty();
        }
    }

    private boolean bool(String key, boolean otherwise) {
        Entry entry = entries.get(key);
        if (entry != null && !List.of("true", "false").contains(entry.value())) {
            reader.problem(entry, key + " is '" + entry.value() + "': use true or false");
        }
        return entry == null ? otherwise : entry.value().equals("true");
    }

    private Optional<Duration> optionalDuration(String key) {
        return entries.containsKey(key) ? Optional.of(duration(key, Duration.ZERO)) : Optional.empty();
    }

    private Duration duration(String key, Duration otherwise) {
        Entry entry = entries.get(key);
        Duration duration = entry == null ? otherwise : duration(entry.value());
        if (entry != null && duration == null) {
            reader.problem(entry, key + " is '" + entry.value() + "': use " + DURATION);
        }
        return duration == null ? otherwise : duration;
    }

    /** Null when it is none. */
    private static @Nullable Duration duration(String text) {
        if (!text.matches("\\d{1,9}(ms|[smhd])")) {
            return null;
        }
        String unit = text.replaceAll("\\d", "");
        long number = Long.parseLong(text.substring(0, text.length() - unit.length()));
        return switch (unit) {
            case "ms" -> Duration.ofMillis(number);
            case "s" -> Duration.ofSeconds(number);
            case "m" -> Duration.ofMinutes(number);
            case "h" -> Duration.ofHours(number);
            default -> Duration.ofDays(number);
        };
    }

    private Curve curve() {
        Entry entry = entries.get("value");
        if (entry == null) {
            return new Curve.Constant(0);
        }
        Curve curve = curve(entry.words());
        if (curve == null) {
            reader.problem(entry, "value is '" + entry.value() + "': use " + VALUES);
            return new Curve.Constant(0);
        }
        return curve;
    }

    /** Null when it is none. */
    private static @Nullable Curve curve(List<String> words) {
        List<String> rest = words.subList(1, words.size());
        if (words.get(0).equals("choice")) {
            return rest.isEmpty() ? null : new Curve.Choice(List.copyOf(rest));
        }
        boolean sine = words.get(0).equals("sine") && rest.size() == 3;
        Duration period = sine ? duration(rest.get(2)) : null;
        double[] numbers = (sine ? rest.subList(0, 2) : rest)
                .stream().mapToDouble(word -> number(word).orElse(Double.NaN)).toArray();
        for (double number : numbers) {
            if (Double.isNaN(number)) {
                return null;
            }
        }
        boolean ordered = numbers.length > 1 && numbers[0] <= numbers[1];
        return switch (words.get(0) + " " + rest.size()) {
            case "constant 1" -> new Curve.Constant(numbers[0]);
            case "sine 3" ->
                period == null || period.isZero() || !ordered ? null : new Curve.Sine(numbers[0], numbers[1], period);
            case "walk 3" -> ordered ? new Curve.Walk(numbers[0], numbers[1], numbers[2]) : null;
            case "gauss 2" -> new Curve.Gauss(numbers[0], numbers[1]);
            default -> null;
        };
    }
}
