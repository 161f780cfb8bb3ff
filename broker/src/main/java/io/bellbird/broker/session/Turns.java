package io.bellbird.broker.session;

import io.bellbird.broker.ShardConfined;
import io.bellbird.broker.security.Authorizer;
import io.bellbird.codec.Topic;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Members of a shared group in turn, in a ring, so that a turn costs no memory. A member stands in one at a time. */
@ShardConfined
final class Turns {
    /** Whose turn is next; the one before it is the last. */
    private @Nullable GroupMember first;

    boolean isEmpty() {
        return first == null;
    }

    /** Takes in a member that stands nowhere, as the last. */
    void add(GroupMember member) {
        assert member.turns == null;
        member.turns = this;
        if (first == null) {
            first = member;
            link(member, member);
        } else {
            link(Objects.requireNonNull(first.before), member);
            link(member, first);
        }
    }

    /**
     * Lets a member go.
     *
     * @return false when it does not stand here
     */
    boolean remove(GroupMember member) {
        if (member.turns != this) {
            return false;
        }
        GroupMember after = Objects.requireNonNull(member.after);
        link(Objects.requireNonNull(member.before), after);
        if (member == first) {
            first = after == member ? null : after;
        }
        member.turns = null;
        member.before = null;
        member.after = null;
        return true;
    }

    /**
     * Whose turn it is, of those who may receive messages on a topic; then it is the others' first.
     *
     * @return null if nobody is here who may
     */
    @Nullable
    GroupMember next(Authorizer rights, Topic topic) {
        GroupMember begun = first;
        GroupMember next = begun;
        while (next != null && !next.mayReceive(rights, topic)) {
            next = next.after == begun ? null : next.after;
        }
        if (next != null) {
            first = next.after;
        }
        return next;
    }

    private static void link(GroupMember before, GroupMember after) {
        before.after = after;
        after.before = before;
    }
}
