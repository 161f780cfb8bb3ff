package io.bellbird.app.probe;

import io.bellbird.app.cli.JsonText;
import io.bellbird.broker.monitor.LogText;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What was found, as people and as scripts read it.
 *
 * @param broker its URI
 */
record ProbeReport(String broker, List<Row> rows) {
    private static final int INDENT = 2;

    /** Whether the broker leaves the standard anywhere. */
    boolean hasDeviations() {
        return count(Answer.DEVIATION) > 0;
    }

    private long count(Answer answer) {
        return rows.stream().filter(row -> row.finding().answer() == answer).count();
    }

    /** A heading for each area, a line for each row, and how many there are of each kind. */
    List<String> lines() {
        int what = rows.stream().mapToInt(row -> row.what().length()).max().orElse(0);
        int answer = Stream.of(Answer.values())
                .mapToInt(each -> each.word().length())
                .max()
                .orElse(0);
        List<String> lines = new ArrayList<>();
        lines.add(broker);
        String area = "";
        for (Row row : rows) {
            if (!row.area().equals(area)) {
                area = row.area();
                lines.add("");
                lines.add(area);
            }
            lines.add(line(row, what, answer));
        }
        lines.add("");
        lines.add(Stream.of(Answer.values())
                .filter(each -> count(each) > 0)
                .map(each -> count(each) + " " + each.word() + (each == Answer.DEVIATION && count(each) > 1 ? "s" : ""))
                .collect(Collectors.joining(", ")));
        return lines;
    }

    private static String line(Row row, int whatWidth, int answerWidth) {
        Finding finding = row.finding();
        String statement = finding.statement().isEmpty() ? "" : " [" + finding.statement() + "]";
        String text = " ".repeat(INDENT)
                + padded(row.what(), whatWidth + INDENT)
                + padded(finding.answer().word(), answerWidth + INDENT)
                + LogText.line(finding.detail())
                + statement;
        return text.stripTrailing();
    }

    private static String padded(String text, int width) {
        return text + " ".repeat(width - text.length());
    }

    /** One object with the broker and an array of rows. */
    String json() {
        return rows.stream()
                .map(ProbeReport::json)
                .collect(Collectors.joining(
                        ",\n  ", "{\"broker\": " + JsonText.quoted(broker) + ",\n \"rows\": [\n  ", "\n ]}"));
    }

    private static String json(Row row) {
        Finding finding = row.finding();
        return "{\"area\": " + JsonText.quoted(row.area())
                + ", \"what\": " + JsonText.quoted(row.what())
                + ", \"answer\": " + JsonText.quoted(finding.answer().word())
                + ", \"detail\": " + JsonText.quoted(finding.detail())
                + ", \"statement\": " + JsonText.quoted(finding.statement())
                + "}";
    }
}
