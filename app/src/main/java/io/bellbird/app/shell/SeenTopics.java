package io.bellbird.app.shell;

import io.bellbird.client.Message;
import io.bellbird.codec.Topic;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;

/** The topics on which something came, with their last values: the first ten thousand of them. Any thread. */
final class SeenTopics {
    static final int TOPICS_MAX = 10_000;
    private static final int VALUE_CHARACTERS_MAX = 4_096;
    private static final int LINES_MAX = 200;
    private static final String INDENT = "  ";

    private final SortedMap<String, Seen> topics = new TreeMap<>();
    private long untold;

    /**
     * What came on a topic.
     *
     * @param value the last one, shown
     */
    private record Seen(long count, String value) {}

    /** Notes a message. */
    synchronized void note(Message message) {
        note(message.topic(), message.text());
    }

    synchronized void note(String topic, String value) {
        Seen before = topics.get(topic);
        if (before == null && topics.size() == TOPICS_MAX) {
            untold++;
            return;
        }
        String kept = Shown.of(
                value.length() > VALUE_CHARACTERS_MAX ? value.substring(0, VALUE_CHARACTERS_MAX) + "..." : value);
        topics.put(topic, new Seen(before == null ? 1 : before.count() + 1, kept));
    }

    /** The last value on a topic. */
    synchronized Optional<String> last(String topic) {
        return Optional.ofNullable(topics.get(topic)).map(Seen::value);
    }

    /** The topics that begin so, each up to the next level. */
    synchronized Stream<String> beginningWith(String start) {
        return topics.tailMap(start).keySet().stream()
                .takeWhile(topic -> topic.startsWith(start))
                .map(topic -> {
                    int slash = topic.indexOf('/', start.length());
                    return slash < 0 ? topic : topic.substring(0, slash + 1);
                })
                .distinct()
                .toList()
                .stream();
    }

    /**
     * All topics as a tree.
     *
     * @param below only this topic and those below it; "" for all
     */
    synchronized List<String> tree(String below) {
        List<String> lines = new ArrayList<>();
        List<String> path = List.of();
        for (String topic : topics.keySet()) {
            boolean inside = below.isEmpty() || topic.equals(below) || topic.startsWith(below + "/");
            if (!inside) {
                continue;
            }
            List<String> levels = Topic.split(topic);
            for (int i = common(path, levels); i < levels.size() - 1; i++) {
                lines.add(INDENT.repeat(i) + Shown.of(levels.get(i)));
            }
            Seen seen = topics.get(topic);
            if (seen != null) {
                lines.add(INDENT.repeat(levels.size() - 1) + Shown.of(levels.get(levels.size() - 1)) + "  ("
                        + seen.count() + ")  " + Shown.cut(seen.value()));
            }
            path = levels;
        }
        int more = lines.size() - LINES_MAX;
        List<String> shown = new ArrayList<>(more > 0 ? lines.subList(0, LINES_MAX) : lines);
        if (more > 0) {
            shown.add("... and " + more + " more lines: ls TOPIC shows a part");
        }
        if (untold > 0) {
            shown.add(untold + " messages came on other topics: only " + TOPICS_MAX + " are remembered");
        }
        return shown;
    }

    private static int common(List<String> one, List<String> other) {
        int same = 0;
        while (same < one.size() && same < other.size() - 1 && one.get(same).equals(other.get(same))) {
            same++;
        }
        return same;
    }
}
