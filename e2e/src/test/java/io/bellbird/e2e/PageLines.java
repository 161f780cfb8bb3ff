package io.bellbird.e2e;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/**
 * What a page of the documentation shows of a terminal.
 *
 * @param command after {@code $}, which may go on in several lines
 * @param shown the beginning of what it prints; {@code ...} stands for anything
 */
record PageLines(String command, List<String> shown) {
    private static final String FENCE = "```";
    private static final String PROMPT = "$ ";

    /** All commands of a page, in their order. */
    static List<PageLines> of(List<String> page) {
        List<PageLines> found = new ArrayList<>();
        boolean inBlock = false;
        boolean goesOn = false;
        for (String line : page) {
            if (line.startsWith(FENCE)) {
                inBlock = !inBlock;
                goesOn = false;
            } else if (inBlock && line.startsWith(PROMPT)) {
                found.add(new PageLines(line.substring(PROMPT.length()), List.of()));
                goesOn = true;
            } else if (goesOn) {
                found.add(found.remove(found.size() - 1).with(line));
            }
        }
        return found;
    }

    private PageLines with(String line) {
        if (command.endsWith("\\")) {
            return new PageLines(command + "\n" + line, shown);
        }
        List<String> more = new ArrayList<>(shown);
        more.add(line);
        return new PageLines(command, more);
    }

    /** Whether it asks for what the REST interface refuses. */
    boolean isRefused() {
        return shown.stream().anyMatch(line -> line.startsWith("{\"type\":\"about:blank\""));
    }

    /** Whether it reads a stream for as long as it says. */
    boolean isCutOff() {
        return command.contains(" -m ");
    }

    /** What is shown, as a regular expression of which a time of day matches any other. */
    String pattern() {
        return shown.stream().map(PageLines::pattern).collect(Collectors.joining("\n")) + "(?s:.*)";
    }

    private static String pattern(String line) {
        return ("\\Q" + line + "\\E").replace("...", "\\E.*\\Q").replaceAll("\\b\\d{13}\\b", "\\\\E\\\\d{13}\\\\Q");
    }
}
