package io.bellbird.app.top;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/** By what clients are ordered, under the names that the admin listener has for it. */
public enum Order {
    QUEUE('w', "what waits"),
    SLOW('s', "the slowest"),
    MESSAGES('m', "messages/s"),
    BYTES('b', "bytes/s");

    private final char key;
    private final String title;

    Order(char key, String title) {
        this.key = key;
        this.title = title;
    }

    /** As it is written on the command line and in the request. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    String title() {
        return title;
    }

    /** That of a key on the keyboard; empty for another key. */
    static Optional<Order> ofKey(int key) {
        return Arrays.stream(values()).filter(order -> order.key == key).findFirst();
    }

    /** For the help line: each with its key. */
    static String keys() {
        return Arrays.stream(values())
                .map(order -> order.key + " " + order.title)
                .collect(Collectors.joining(", "));
    }
}
