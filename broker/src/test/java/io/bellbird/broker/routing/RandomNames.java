package io.bellbird.broker.routing;

import io.bellbird.codec.Topic;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** Short filters and topics of few different levels, so that they often match and share levels. */
final class RandomNames {
    private static final List<String> LEVELS = List.of("a", "b", "c", "", "$s");
    private static final int LEVELS_MAX = 4;

    private final Random random;

    RandomNames(Random random) {
        this.random = random;
    }

    Topic topic() {
        String text = "";
        while (text.isEmpty()) {
            List<String> levels = new ArrayList<>();
            for (int count = 1 + random.nextInt(LEVELS_MAX); count > 0; count--) {
                levels.add(literal());
            }
            text = String.join("/", levels);
        }
        return Topic.of(text);
    }

    TopicFilter filter() {
        String text = "";
        while (text.isEmpty()) {
            List<String> levels = new ArrayList<>();
            for (int count = 1 + random.nextInt(LEVELS_MAX); count > 0; count--) {
                levels.add(random.nextInt(3) == 0 ? "+" : literal());
            }
            if (random.nextInt(4) == 0) {
                levels.set(levels.size() - 1, "#");
            }
            text = String.join("/", levels);
        }
        return TopicFilter.parse(text);
    }

    private String literal() {
        return LEVELS.get(random.nextInt(LEVELS.size()));
    }
}
