package io.bellbird.broker.session;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class ReceivedIdsTest {
    private final ReceivedIds received = new ReceivedIds();
    private final List<String> done = new ArrayList<>();

    @Test
    void an_id_is_known_from_the_first_copy_until_pubrel() {
        assertThat(received.contains(65_535)).isFalse();
        received.begin(65_535);
        assertThat(received.contains(65_535)).isTrue();
        received.accepted(65_535);
        assertThat(received.contains(65_535)).isTrue();
        assertThat(received.end(65_535)).isTrue();
        assertThat(received.contains(65_535)).isFalse();
        assertThat(received.end(65_535)).isFalse();
    }

    @Test
    void what_waits_for_a_message_is_done_when_it_is_in_once_and_in_order() {
        received.begin(1);
        received.begin(2);
        received.whenAccepted(1, () -> done.add("first"));
        received.whenAccepted(2, () -> done.add("other"));
        received.whenAccepted(1, () -> done.add("second"));
        assertThat(done).isEmpty();

        received.accepted(1);
        assertThat(done).containsExactly("first", "second");

        received.accepted(2);
        received.accepted(1);
        assertThat(done).containsExactly("first", "second", "other");
    }

    @Test
    void nothing_waits_for_a_message_that_is_in_or_is_not_known() {
        received.begin(1);
        received.accepted(1);

        received.whenAccepted(1, () -> done.add("in"));
        received.whenAccepted(2, () -> done.add("unknown"));

        assertThat(done).containsExactly("in", "unknown");
    }
}
