package io.bellbird.broker.config;

import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.format.TextStyle;
import java.time.temporal.ChronoField;
import java.time.temporal.IsoFields;
import java.util.Locale;
import java.util.Map;

/**
 * How a point in time is written, in the notation of strftime(3) with English names: {@code %Y-%m-%dT%H:%M:%S}.
 *
 * @param pattern where each % begins one of the {@link #CONVERSIONS}
 */
public record TimestampFormat(String pattern) {
    /** The letters that may follow a %. */
    static final String CONVERSIONS = "%ABDFGHIMRSTVXYZabcdehjmnprstuxyz";

    /**
     * Checks the pattern.
     *
     * @throws IllegalArgumentException for a conversion that is not known, which is the message
     */
    public TimestampFormat {
        append(pattern, new DateTimeFormatterBuilder());
    }

    /** The same as a formatter of Java, for a date, a time and a zone. */
    public DateTimeFormatter formatter() {
        DateTimeFormatterBuilder formatter = new DateTimeFormatterBuilder();
        append(pattern, formatter);
        return formatter.toFormatter(Locale.ENGLISH);
    }

    private static void append(String pattern, DateTimeFormatterBuilder formatter) {
        int from = 0;
        for (int percent = pattern.indexOf('%'); percent >= 0; percent = pattern.indexOf('%', from)) {
            if (percent + 1 == pattern.length()) {
                throw new IllegalArgumentException("%");
            }
            formatter.appendLiteral(pattern.substring(from, percent));
            appendConversion(pattern.charAt(percent + 1), formatter);
            from = percent + 2;
        }
        formatter.appendLiteral(pattern.substring(from));
    }

    private static void appendConversion(char letter, DateTimeFormatterBuilder formatter) {
        switch (letter) {
            case '%' -> formatter.appendLiteral('%');
            case 'n' -> formatter.appendLiteral('\n');
            case 't' -> formatter.appendLiteral('\t');
            case 'Y' -> formatter.appendValue(ChronoField.YEAR);
            case 'y' -> formatter.appendValueReduced(ChronoField.YEAR, 2, 2, 2000);
            case 'm' -> formatter.appendValue(ChronoField.MONTH_OF_YEAR, 2);
            case 'b', 'h' -> formatter.appendText(ChronoField.MONTH_OF_YEAR, TextStyle.SHORT);
            case 'B' -> formatter.appendText(ChronoField.MONTH_OF_YEAR, TextStyle.FULL);
            case 'd' -> formatter.appendValue(ChronoField.DAY_OF_MONTH, 2);
            case 'e' -> formatter.padNext(2).appendValue(ChronoField.DAY_OF_MONTH);
            case 'j' -> formatter.appendValue(ChronoField.DAY_OF_YEAR, 3);
            case 'a' -> formatter.appendText(ChronoField.DAY_OF_WEEK, TextStyle.SHORT);
            case 'A' -> formatter.appendText(ChronoField.DAY_OF_WEEK, TextStyle.FULL);
            case 'u' -> formatter.appendValue(ChronoField.DAY_OF_WEEK);
            case 'V' -> formatter.appendValue(IsoFields.WEEK_OF_WEEK_BASED_YEAR, 2);
            case 'G' -> formatter.appendValue(IsoFields.WEEK_BASED_YEAR, 4);
            case 'H' -> formatter.appendValue(ChronoField.HOUR_OF_DAY, 2);
            case 'I' -> formatter.appendValue(ChronoField.CLOCK_HOUR_OF_AMPM, 2);
            case 'p' -> formatter.appendText(ChronoField.AMPM_OF_DAY, Map.of(0L, "AM", 1L, "PM"));
            case 'M' -> formatter.appendValue(ChronoField.MINUTE_OF_HOUR, 2);
            case 'S' -> formatter.appendValue(ChronoField.SECOND_OF_MINUTE, 2);
            case 's' -> formatter.appendValue(ChronoField.INSTANT_SECONDS);
            case 'z' -> formatter.appendOffset("+HHMM", "+0000");
            case 'Z' -> formatter.appendZoneText(TextStyle.SHORT);
            case 'D', 'x' -> append("%m/%d/%y", formatter);
            case 'F' -> append("%Y-%m-%d", formatter);
            case 'R' -> append("%H:%M", formatter);
            case 'T', 'X' -> append("%H:%M:%S", formatter);
            case 'r' -> append("%I:%M:%S %p", formatter);
            case 'c' -> append("%a %b %e %H:%M:%S %Y", formatter);
            default -> throw new IllegalArgumentException("%" + letter);
        }
    }
}
