package io.bellbird.e2e.fault;

import io.bellbird.client.Message;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Numbers that a subscriber gets, in the order in which they come. Any thread. */
final class Numbers {
    private final List<Integer> received = new ArrayList<>();
    private final Set<Integer> different = new HashSet<>();

    synchronized void add(Message message) {
        int number = Integer.parseInt(message.text().trim());
        received.add(number);
        different.add(number);
    }

    /** How many different ones there are. */
    synchronized int different() {
        return different.size();
    }

    /** How many came more than once, counted each time. */
    synchronized int again() {
        return received.size() - different.size();
    }

    /**
     * Looks at what came.
     *
     * @param count 1 to this were sent
     * @param once none may come again
     * @throws AssertionError when one is missing, comes first after a later one, or again although it may not
     */
    synchronized void check(int count, boolean once) {
        Set<Integer> seen = new HashSet<>();
        int last = 0;
        for (int number : received) {
            if (seen.add(number)) {
                require(number > last, number + " comes after " + last);
                last = number;
            } else {
                require(!once, number + " comes twice");
            }
        }
        for (int number = 1; number <= count; number++) {
            require(seen.contains(number), number + " is missing, " + seen.size() + " are there");
        }
        require(seen.size() == count, "there is one that nobody sent");
    }

    private void require(boolean holds, String otherwise) {
        if (!holds) {
            throw new AssertionError(otherwise + "; what came: " + received);
        }
    }
}
