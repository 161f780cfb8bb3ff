package io.bellbird.app.log;

import java.util.List;

/** One place that log lines go to, and the count of those that it did not get. Belongs to the thread that writes. */
interface LogOutput {
    /**
     * Writes lines, and before them the count of those that were lost earlier. Those that cannot be written are counted
     * instead.
     *
     * @param lost lines that were lost before they came here
     * @param timeMillis wall clock, in milliseconds since 1970
     */
    void write(List<LogLine> lines, long lost, long timeMillis);
}
