package io.bellbird.app.doctor;

import io.bellbird.app.cli.JsonText;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** All findings, the worst first, as people and as scripts read them. */
public final class Report {
    private final List<Finding> findings;

    /** @param findings in any order; those of one severity stay in theirs */
    public Report(List<Finding> findings) {
        this.findings = findings.stream()
                .distinct()
                .sorted(Comparator.comparing(Finding::severity))
                .toList();
    }

    /** Each of them once, the worst first. */
    public List<Finding> findings() {
        return findings;
    }

    /** Whether anything is worse than a note. */
    public boolean isSerious() {
        return findings.stream().anyMatch(finding -> finding.severity() != Severity.NOTE);
    }

    /** A line for each finding, below it what mends it, and at the end how many there are. */
    public List<String> lines() {
        List<String> lines = new ArrayList<>();
        for (Finding finding : findings) {
            lines.add(finding.severity().word() + ": " + finding.place() + ": " + finding.text() + " ["
                    + finding.kind().id() + "]");
            finding.fixes().forEach(fix -> lines.add("    fix: " + fix));
        }
        lines.add(count());
        return lines;
    }

    private String count() {
        String counted = Stream.of(Severity.values())
                .map(severity -> severity.counted(findings.stream()
                        .filter(finding -> finding.severity() == severity)
                        .count()))
                .filter(words -> !words.startsWith("0 "))
                .collect(Collectors.joining(", "));
        return isSerious()
                ? counted
                : "nothing found that a stranger could use" + (counted.isEmpty() ? "" : ", " + counted);
    }

    /** One array of objects with severity, id, place, text and fixes. */
    public String json() {
        return findings.stream().map(Report::json).collect(Collectors.joining(",\n ", "[", "]"));
    }

    private static String json(Finding finding) {
        return "{\"severity\": " + JsonText.quoted(finding.severity().word())
                + ", \"id\": " + JsonText.quoted(finding.kind().id())
                + ", \"place\": " + JsonText.quoted(finding.place())
                + ", \"text\": " + JsonText.quoted(finding.text())
                + ", \"fixes\": "
                + finding.fixes().stream().map(JsonText::quoted).collect(Collectors.joining(", ", "[", "]"))
                + "}";
    }
}
