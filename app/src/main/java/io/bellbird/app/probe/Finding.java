package io.bellbird.app.probe;

import io.bellbird.codec.ReasonCode;
import java.util.Locale;

/**
 * The outcome of one check.
 *
 * @param detail a few words; "" when the answer says it all
 * @param statement id of the statement that is broken, with a {@link Answer#DEVIATION}; else ""
 */
record Finding(Answer answer, String detail, String statement) {
    static final Finding YES = yes("");

    static Finding yes(String detail) {
        return new Finding(Answer.YES, detail, "");
    }

    static Finding no(String detail) {
        return new Finding(Answer.NO, detail, "");
    }

    static Finding refused(String detail) {
        return new Finding(Answer.REFUSED, detail, "");
    }

    static Finding notTried(String why) {
        return new Finding(Answer.NOT_TRIED, why, "");
    }

    /** @param statement such as MQTT-3.3.1-9; "" when no numbered one fits */
    static Finding deviation(String statement, String detail) {
        return new Finding(Answer.DEVIATION, detail, statement);
    }

    /** Yes, or a deviation from that statement. */
    static Finding must(boolean kept, String statement, String otherwise) {
        return kept ? YES : deviation(statement, otherwise);
    }

    /** As people say it: "not authorized (0x87)". */
    static String reason(ReasonCode reason) {
        return String.format(
                Locale.ROOT,
                "%s (0x%02X)",
                reason.name().toLowerCase(Locale.ROOT).replace('_', ' '),
                reason.code());
    }
}
