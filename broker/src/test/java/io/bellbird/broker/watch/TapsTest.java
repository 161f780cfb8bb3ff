package io.bellbird.broker.watch;

import static org.assertj.core.api.Assertions.assertThat;

import io.bellbird.broker.routing.Publication;
import io.bellbird.broker.routing.TopicFilter;
import io.bellbird.codec.Bytes;
import io.bellbird.codec.PublishProperties;
import io.bellbird.codec.Qos;
import io.bellbird.codec.Topic;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class TapsTest {
    private final List<String> seen = new ArrayList<>();
    private int asked;

    private final class FilterTap implements Tap {
        private final String name;
        private TopicFilter filter;

        FilterTap(String name, String filter) {
            this.name = name;
            this.filter = TopicFilter.parse(filter);
        }

        @Override
        public boolean wants(Topic topic) {
            asked++;
            return filter.matches(topic);
        }

        @Override
        public void take(int shard, Publication publication, long nanos) {
            seen.add(name + " " + shard + " " + publication.topic() + " " + nanos);
        }
    }

    private static Publication on(String topic) {
        return new Publication(Topic.of(topic), Qos.AT_MOST_ONCE, false, Bytes.EMPTY, PublishProperties.NONE, "", 0);
    }

    @Test
    void each_sees_the_messages_that_he_wants_and_is_asked_once_for_each_topic() {
        Taps taps = Taps.of(3, List.of(new FilterTap("a", "a/#"), new FilterTap("all", "#")));
        for (int i = 0; i < 2; i++) {
            taps.take(on("a/1"), i);
            taps.take(on("b"), i);
        }

        assertThat(seen)
                .containsExactly("a 3 a/1 0", "all 3 a/1 0", "all 3 b 0", "a 3 a/1 1", "all 3 a/1 1", "all 3 b 1");
        assertThat(asked).isEqualTo(4);
    }

    @Test
    void who_wants_other_topics_is_asked_again() {
        FilterTap tap = new FilterTap("x", "a");
        Taps taps = Taps.of(0, List.of(tap));
        taps.take(on("b"), 0);
        tap.filter = TopicFilter.parse("b");
        taps.take(on("b"), 1);
        assertThat(seen).isEmpty();

        taps.ask();
        taps.take(on("b"), 2);

        assertThat(seen).containsExactly("x 0 b 2");
    }

    @Test
    void topics_that_come_once_do_not_fill_the_memory() {
        Taps taps = Taps.of(0, List.of(new FilterTap("x", "t/0")));
        for (int i = 0; i < 3 * Taps.TOPICS_MAX; i++) {
            taps.take(on("t/" + i), 0);
        }
        taps.take(on("t/0"), 1);

        assertThat(seen).containsExactly("x 0 t/0 0", "x 0 t/0 1");
        assertThat(asked).isLessThanOrEqualTo(3 * Taps.TOPICS_MAX + 1);
    }

    @Test
    void nobody_is_nothing() {
        assertThat(Taps.of(0, List.of())).isNull();
    }
}
