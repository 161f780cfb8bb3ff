package io.bellbird.console.status;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Something that needs attention.
 *
 * @param what is so, a sentence
 * @param why it matters, or came to be
 * @param mend what to do
 * @param link a place of the page where more is to be seen; null for none
 */
record Need(Severity severity, String what, String why, String mend, @Nullable String link) {
    /** How bad it is; the worst first. */
    enum Severity {
        /** Messages or clients are refused or lost because of it, or soon will be. */
        CRITICAL,
        /** It will become bad, or is bad for somebody. */
        WARNING,
        /** It is good to know. */
        NOTICE;

        @JsonValue
        String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }
}
