package io.bellbird.app.simulate;

import java.util.List;

/** A scenario file is wrong. */
final class ScenarioException extends Exception {
    private static final long serialVersionUID = 1;

    private final List<String> problems;

    /** @param problems each with file and line, at least one */
    ScenarioException(List<String> problems) {
        super(String.join("; ", problems));
        this.problems = List.copyOf(problems);
    }

    /** One line each, in the order of the file. */
    List<String> problems() {
        return problems;
    }
}
