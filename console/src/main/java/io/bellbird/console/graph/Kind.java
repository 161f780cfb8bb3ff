package io.bellbird.console.graph;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;

/** What a node of the graph stands for. */
enum Kind {
    CLIENT,
    TOPIC;

    /** As it is written: {@code client}. */
    @JsonValue
    String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
