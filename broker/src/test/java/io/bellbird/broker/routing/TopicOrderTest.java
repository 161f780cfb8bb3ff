package io.bellbird.broker.routing;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class TopicOrderTest {
    private static final List<String> CHARACTERS = List.of(
            "/",
            " ",
            "a",
            "b",
            "\u007F",
            "\u0080",
            "\u07FF",
            "\u0800",
            "\uD7FF",
            "\uE000",
            "\uEFFF",
            "\uF000",
            "\uFFFD",
            "\uD800\uDC00",
            "\uDBFF\uDFFD");

    private final TopicOrder order = new TopicOrder();

    private int compare(String one, String other) {
        return Integer.signum(order.compare(one.getBytes(UTF_8), other.getBytes(UTF_8)));
    }

    @Test
    void a_name_is_followed_by_what_is_below_it_and_then_by_all_else() {
        assertThat(List.of("", "a", "a/", "a/b", "a/b/c", "a/bc", "a ", "ab")).isSortedAccordingTo(this::compare);
        assertThat(compare("a/\uFFFD", TopicOrder.afterSubtree("a"))).isNegative();
        assertThat(compare(TopicOrder.afterSubtree("a"), "a ")).isNegative();
    }

    @Test
    void names_are_in_the_order_of_their_texts_with_the_slash_first() {
        Random random = new Random(1);
        for (int i = 0; i < 100_000; i++) {
            String one = name(random);
            String other = name(random);
            assertThat(compare(one, other))
                    .as("%s and %s", one, other)
                    .isEqualTo(Integer.signum(one.replace('/', '\u0001').compareTo(other.replace('/', '\u0001'))));
        }
    }

    private static String name(Random random) {
        StringBuilder name = new StringBuilder();
        for (int length = random.nextInt(5); length > 0; length--) {
            name.append(CHARACTERS.get(random.nextInt(CHARACTERS.size())));
        }
        return name.toString();
    }
}
