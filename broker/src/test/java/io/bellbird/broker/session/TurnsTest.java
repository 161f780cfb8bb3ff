package io.bellbird.broker.session;

import static org.assertj.core.api.Assertions.assertThat;

import io.bellbird.broker.security.Authorizer;
import io.bellbird.broker.security.Client;
import io.bellbird.broker.security.TestAuthorizer;
import io.bellbird.codec.Topic;
import org.junit.jupiter.api.Test;

class TurnsTest {
    private final Turns turns = new Turns();
    private final GroupMember a = member();
    private final GroupMember b = member();
    private final GroupMember c = member();

    private static GroupMember member() {
        GroupMember member = new GroupMember(null, 0, false);
        member.presence(new GroupMember.Presence(1, new Client("client", null, "", null)));
        return member;
    }

    private static GroupMember next(Turns among) {
        return among.next(Authorizer.EVERYTHING, Topic.of("t"));
    }

    private void add(GroupMember... members) {
        for (GroupMember member : members) {
            turns.add(member);
        }
    }

    private void assertNext(GroupMember... members) {
        for (GroupMember member : members) {
            assertThat(next(turns)).isSameAs(member);
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
        assertThat(next(turns)).isNull();

        add(b);
        assertNext(b, b);
    }

    @Test
    void who_may_not_receive_is_passed_over() {
        Client denied = new Client("denied", null, "", null);
        TestAuthorizer rights = new TestAuthorizer();
        rights.receiving((client, topic) -> !client.equals(denied));
        b.presence(new GroupMember.Presence(1, denied));
        add(a, b, c);

        assertThat(turns.next(rights, Topic.of("t"))).isSameAs(a);
        assertThat(turns.next(rights, Topic.of("t"))).isSameAs(c);
        assertThat(turns.next(rights, Topic.of("t"))).isSameAs(a);
        turns.remove(a);
        turns.remove(c);
        assertThat(turns.next(rights, Topic.of("t"))).isNull();
    }

    @Test
    void who_stands_elsewhere_is_left_there() {
        Turns others = new Turns();
        others.add(a);

        assertThat(turns.remove(a)).isFalse();
        assertThat(turns.remove(b)).isFalse();
        assertThat(next(others)).isSameAs(a);
    }
}
