package io.bellbird.console.security;

import java.util.List;

/** Looks for what a stranger could use. */
@FunctionalInterface
public interface Checkup {
    /**
     * Looks. May take a minute; by one thread at a time.
     *
     * @return the worst first
     */
    List<Finding> run() throws Exception;

    /**
     * One thing that a stranger could use.
     *
     * @param severity error, warning or note
     * @param kind a name that does not change: {@code no-tls}
     * @param subject {@code FILE:LINE}, a file, or {@code HOST:PORT}
     * @param what one sentence: what is so, and what a stranger could do
     * @param mend lines for a file, and commands; at least one
     */
    record Finding(String severity, String kind, String subject, String what, List<String> mend) {}
}
