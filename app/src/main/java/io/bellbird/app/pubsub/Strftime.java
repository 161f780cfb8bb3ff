package io.bellbird.app.pubsub;

import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoField;
import java.time.temporal.ChronoUnit;
import java.time.temporal.IsoFields;
import java.util.Locale;

/** The letters of C's {@code strftime}, in the C locale. */
final class Strftime {
    private Strftime() {}

    /** The text for one letter; empty for one that there is not. */
    static String of(char letter, ZonedDateTime time) {
        String more = expanded(letter);
        if (!more.isEmpty()) {
            StringBuilder text = new StringBuilder();
            for (int i = 0; i < more.length(); i++) {
                char c = more.charAt(i);
                text.append(c == '%' ? of(more.charAt(++i), time) : String.valueOf(c));
            }
            return text.toString();
        }
        int number = number(letter, time);
        return switch (letter) {
            case 'a', 'A', 'b', 'h', 'B', 'p', 'Z', 'z' -> named(letter, time);
            case 'P' -> named('p', time).toLowerCase(Locale.ROOT);
            case 'C', 'd', 'g', 'H', 'I', 'm', 'M', 'S', 'U', 'V', 'W', 'y' -> format("%02d", number);
            case 'j' -> format("%03d", number);
            case 'e', 'k', 'l' -> format("%2d", number);
            case 'G', 'u', 'w', 'Y' -> Integer.toString(number);
            case 's' -> Long.toString(time.toEpochSecond());
            case 'n' -> "\n";
            case 't' -> "\t";
            case '%' -> "%";
            default -> "%" + letter;
        };
    }

    private static String expanded(char letter) {
        return switch (letter) {
            case 'c' -> "%a %b %e %H:%M:%S %Y";
            case 'D', 'x' -> "%m/%d/%y";
            case 'F' -> "%Y-%m-%d";
            case 'r' -> "%I:%M:%S %p";
            case 'R' -> "%H:%M";
            case 'T', 'X' -> "%H:%M:%S";
            case '+' -> "%a %b %e %H:%M:%S %Z %Y";
            default -> "";
        };
    }

    private static int number(char letter, ZonedDateTime time) {
        int sinceSunday = time.getDayOfWeek().getValue() % 7;
        int sinceMonday = time.getDayOfWeek().getValue() - 1;
        int hour12 = time.get(ChronoField.CLOCK_HOUR_OF_AMPM);
        return switch (letter) {
            case 'C' -> time.getYear() / 100;
            case 'd', 'e' -> time.getDayOfMonth();
            case 'g' -> time.get(IsoFields.WEEK_BASED_YEAR) % 100;
            case 'G' -> time.get(IsoFields.WEEK_BASED_YEAR);
            case 'H', 'k' -> time.getHour();
            case 'I', 'l' -> hour12;
            case 'j' -> time.getDayOfYear();
            case 'm' -> time.getMonthValue();
            case 'M' -> time.getMinute();
            case 'S' -> time.getSecond();
            case 'u' -> sinceMonday + 1;
            case 'U' -> (time.getDayOfYear() + 6 - sinceSunday) / 7;
            case 'V' -> time.get(IsoFields.WEEK_OF_WEEK_BASED_YEAR);
            case 'w' -> sinceSunday;
            case 'W' -> (time.getDayOfYear() + 6 - sinceMonday) / 7;
            case 'y' -> time.getYear() % 100;
            case 'Y' -> time.getYear();
            default -> 0;
        };
    }

    private static String named(char letter, ZonedDateTime time) {
        String pattern =
                switch (letter) {
                    case 'a' -> "EEE";
                    case 'A' -> "EEEE";
                    case 'b', 'h' -> "MMM";
                    case 'B' -> "MMMM";
                    case 'p' -> "a";
                    case 'Z' -> "zzz";
                    default -> "xx";
                };
        return DateTimeFormatter.ofPattern(pattern, Locale.ENGLISH).format(time);
    }

    private static String format(String format, int number) {
        return String.format(Locale.ROOT, format, number);
    }

    /** {@code +0100}, without loading what knows how to format dates. */
    static String offset(ZonedDateTime time) {
        int minutes = time.getOffset().getTotalSeconds() / 60;
        return format(minutes < 0 ? "-%04d" : "+%04d", Math.abs(minutes) / 60 * 100 + Math.abs(minutes) % 60);
    }

    /** {@code 2026-01-31T23:59:59}. */
    static String dateAndTime(ZonedDateTime time) {
        return time.toLocalDateTime().truncatedTo(ChronoUnit.SECONDS).format(DateTimeFormatter.ISO_LOCAL_DATE_TIME);
    }
}
