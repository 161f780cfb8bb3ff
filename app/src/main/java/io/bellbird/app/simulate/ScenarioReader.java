package io.bellbird.app.simulate;

import io.bellbird.broker.config.Suggestion;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Reads scenario files: lines of a key and a value, in sections that begin with {@code device NAME}. Names all mistakes, each
 * with file and line.
 */
final class ScenarioReader {
    private static final int DEVICES_MAX = 100_000;
    private static final List<String> GLOBAL_KEYS = List.of("seed", "start", "device");

    private final String file;
    private final List<String> problems = new ArrayList<>();
    private final Map<String, DeviceSection> sections = new LinkedHashMap<>();
    private long seed = 1;
    private Optional<Instant> start = Optional.empty();

    private ScenarioReader(String file) {
        this.file = file;
    }

    /**
     * Reads a scenario.
     *
     * @param file its name, for mistakes
     * @throws ScenarioException when anything is wrong
     */
    static Scenario read(String file, List<String> lines) throws ScenarioException {
        return new ScenarioReader(file).read(lines);
    }

    private Scenario read(List<String> lines) throws ScenarioException {
        for (int i = 0; i < lines.size(); i++) {
            String line = lines.get(i).strip();
            if (!line.isEmpty() && !line.startsWith("#")) {
                readLine(i + 1, line);
            }
        }
        if (sections.isEmpty() && problems.isEmpty()) {
            problems.add(file + ": there is no device: begin one with a line 'device NAME'");
        }
        List<DeviceKind> kinds = new ArrayList<>();
        for (DeviceSection section : sections.values()) {
            section.kind().ifPresent(kinds::add);
        }
        Scenario scenario = new Scenario(seed, start, kinds);
        if (scenario.deviceCount() > DEVICES_MAX) {
            problems.add(file + ": there are " + scenario.deviceCount() + " devices: at most " + DEVICES_MAX + " fit");
        }
        if (!problems.isEmpty()) {
            throw new ScenarioException(problems);
        }
        return scenario;
    }

    private void readLine(int number, String line) {
        String[] words = line.split("\\s+", 2);
        Entry entry = new Entry(number, words[0], words.length == 1 ? "" : words[1]);
        switch (entry.key()) {
            case "device" -> beginDevice(entry);
            case "seed" -> seed = entry.integer(this, Long.MIN_VALUE, Long.MAX_VALUE, seed);
            case "start" -> readStart(entry);
            default -> {
                if (sections.isEmpty()) {
                    boolean known = DeviceSection.KEYS.contains(entry.key());
                    problem(
                            entry,
                            known
                                    ? entry.key() + " belongs to a device: begin one with a line 'device NAME'"
                                    : unknown(entry.key(), GLOBAL_KEYS));
                } else {
                    last().add(entry);
                }
            }
        }
    }

    private DeviceSection last() {
        return List.copyOf(sections.values()).get(sections.size() - 1);
    }

    private void beginDevice(Entry entry) {
        String name = entry.value();
        if (!name.matches("[\\w-]+")) {
            problem(entry, "device is '" + name + "': give it a name of letters, digits, - and _");
        } else if (sections.containsKey(name)) {
            problem(
                    entry,
                    "device '" + name + "' is there already, in line "
                            + sections.get(name).line());
        }
        sections.put(sections.containsKey(name) ? name + '#' + entry.line() : name, new DeviceSection(this, entry));
    }

    private void readStart(Entry entry) {
        try {
            start = Optional.of(Instant.parse(entry.value()));
        } catch (DateTimeException e) {
            problem(entry, "start is '" + entry.value() + "': use a time such as 2026-06-01T06:00:00Z");
        }
    }

    /** Notes a mistake in a line. */
    void problem(Entry entry, String text) {
        problems.add(file + ":" + entry.line() + ": " + text);
    }

    static String unknown(String key, List<String> known) {
        return "unknown key '" + key + "'"
                + Suggestion.nearest(key, known)
                        .map(near -> ", did you mean '" + near + "'?")
                        .orElse(": use one of " + String.join(", ", known));
    }

    /**
     * A line.
     *
     * @param line from 1 on
     * @param value what stands behind the key; may be empty
     */
    record Entry(int line, String key, String value) {
        /** The value as a number, or {@code otherwise} with a problem. */
        long integer(ScenarioReader reader, long min, long max, long otherwise) {
            try {
                long number = Long.parseLong(value);
                if (number >= min && number <= max) {
                    return number;
                }
            } catch (NumberFormatException none) {
                // said below
            }
            reader.problem(this, key + " is '" + value + "': use a number from " + min + " to " + max);
            return otherwise;
        }

        /** The words of the value. */
        List<String> words() {
            return value.isEmpty() ? List.of() : List.of(value.split("\\s+"));
        }
    }
}
