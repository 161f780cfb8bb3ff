package io.bellbird.app.doctor;

import java.util.List;

/**
 * One thing that a stranger could use.
 *
 * @param place {@code FILE:LINE}, a file, or {@code HOST:PORT} of a running broker
 * @param text one sentence: what is so, and what a stranger could do
 * @param fixes lines for the file that {@code place} names or for the configuration, and commands; at least one
 */
public record Finding(Kind kind, String place, String text, List<String> fixes) {
    /** Hides what would move a terminal: names may come from strangers. */
    public Finding {
        place = visible(place);
        text = visible(text);
        fixes = fixes.stream().map(Finding::visible).toList();
        if (fixes.isEmpty()) {
            throw new IllegalArgumentException(kind + " without what mends it");
        }
    }

    private static String visible(String text) {
        return text.replaceAll("[\\p{Cc}\\p{Cf}]", "?");
    }

    /** The same with its lines one by one. */
    static Finding of(Kind kind, String place, String text, String... fixes) {
        return new Finding(kind, place, text, List.of(fixes));
    }

    /** How bad it is. */
    public Severity severity() {
        return kind.severity();
    }
}
