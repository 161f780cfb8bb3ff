package io.bellbird.e2e.crash;

import java.util.List;

/**
 * The messages of one topic of which any may be the retained one: the last acknowledged, and those sent after it.
 *
 * @param first number of the last acknowledged message, -1 if there is none
 * @param last number of the last message sent
 */
record RetainedRange(String topic, int first, int last) {
    /** By what was noted, for a topic to which one client publishes. */
    static RetainedRange of(String topic, List<Entry> entries) {
        int first = -1;
        int last = -1;
        for (Entry entry : entries) {
            if (entry.text().equals(topic)) {
                switch (entry.kind()) {
                    case STANDING -> {
                        first = entry.number();
                        last = entry.number();
                    }
                    case SENT -> last = entry.number();
                    case ACKNOWLEDGED -> first = entry.number();
                    default -> {}
                }
            }
        }
        return new RetainedRange(topic, first, last);
    }

    /** Whether the topic may be without a retained message. */
    boolean mayBeAbsent() {
        for (int number = first; number <= last; number++) {
            if (number < 0 || new Message(topic, number).isClear()) {
                return true;
            }
        }
        return false;
    }

    /** @param number of the message that was found, -1 if none was */
    boolean allows(int number) {
        if (number == -1) {
            return mayBeAbsent();
        }
        return number >= first && number <= last && !new Message(topic, number).isClear();
    }
}
