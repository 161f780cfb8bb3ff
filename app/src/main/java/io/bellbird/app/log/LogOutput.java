package io.bellbird.app.log;

import io.bellbird.broker.config.LogType;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.ZoneId;
import java.util.List;

/** One place that log lines go to, and the count of those that it did not get. Belongs to the thread that writes. */
final class LogOutput {
    private final OutputStream stream;
    private final ZoneId zone;
    private long linesLost;

    LogOutput(OutputStream stream, ZoneId zone) {
        this.stream = stream;
        this.zone = zone;
    }

    /**
     * Writes lines, and before them the count of those that were lost earlier. When that fails, because a disk is full
     * or nobody reads a pipe any more, they are counted instead.
     *
     * @param lines each with its line end
     * @param lost lines that were lost before they came here
     * @param timeMillis wall clock, in milliseconds since 1970
     */
    void write(List<String> lines, long lost, long timeMillis) {
        linesLost += lost;
        StringBuilder text = new StringBuilder();
        if (linesLost > 0) {
            text.append(LogLine.text(
                    timeMillis, zone, LogType.WARNING, "dropped=" + linesLost + " log lines could not be written"));
        }
        lines.forEach(text::append);
        try {
            stream.write(text.toString().getBytes(StandardCharsets.UTF_8));
            stream.flush();
            linesLost = 0;
        } catch (IOException e) {
            linesLost += lines.size();
        }
    }
}
