package io.bellbird.e2e.crash;

import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** What a receiver must have got: all that was acknowledged, and the wills of those who were there at the crash. */
final class DueMessages {
    private DueMessages() {}

    static Set<Message> of(Receiver receiver, List<Entry> entries) {
        Set<Message> due = new HashSet<>();
        for (Entry entry : entries) {
            switch (entry.kind()) {
                case ACKNOWLEDGED, WILL_SET -> {
                    if (receiver.wants(entry.text())) {
                        due.add(entry.message());
                    }
                }
                case WILL_CANCELLED -> due.remove(entry.message());
                default -> {}
            }
        }
        return due;
    }
}
