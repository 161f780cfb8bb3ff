package io.bellbird.broker.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.NoSuchElementException;
import org.junit.jupiter.api.Test;

class TurnsTest {
    private final Turns turns = new Turns();
    private final GroupMember a = member();
    private final GroupMember b = member();
    private final GroupMember c = member();

    private static GroupMember member() {
        return new GroupMember(null, 0, false);
    }

    private void add(GroupMember... members) {
        for (GroupMember member : members) {
            turns.add(member);
        }
    }

    private void assertNext(GroupMember... members) {
        for (GroupMember member : members) {
            assertThat(turns.next()).isSameAs(member);
        }
    }

    @Test
    void each_has_its_turn_in_the_order_in_which_they_came() {
        add(a, b, c);

        assertNext(a, b, c, a, b);
    }

    @Test
    void who_comes_later_is_the_last() {
        add(a, b);
        assertNext(a);

        add(c);

        assertNext(b, a, c, b);
    }

    @Test
    void who_goes_is_passed_over() {
        add(a, b, c);

        assertThat(turns.remove(a)).isTrue();
        assertNext(b, c, b);
        assertThat(turns.remove(b)).isTrue();
        assertNext(c, c);
    }

    @Test
    void when_all_have_gone_it_is_nobodys_turn() {
        add(a);
        turns.remove(a);

        assertThat(turns.isEmpty()).isTrue();
        assertThatThrownBy(turns::next).isInstanceOf(NoSuchElementException.class);

        add(b);
        assertNext(b, b);
    }

    @Test
    void who_stands_elsewhere_is_left_there() {
        Turns others = new Turns();
        others.add(a);

        assertThat(turns.remove(a)).isFalse();
        assertThat(turns.remove(b)).isFalse();
        assertThat(others.next()).isSameAs(a);
    }
}
