package io.bellbird.app.log;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** A file or a standard output. Lines are lost when a disk is full or nobody reads a pipe any more. */
final class StreamOutput implements LogOutput {
    private final OutputStream stream;
    private final LogTime time;
    private long linesLost;

    StreamOutput(OutputStream stream, LogTime time) {
        this.stream = stream;
        this.time = time;
    }

    @Override
    public void write(List<LogLine> lines, long lost, long timeMillis) {
        linesLost += lost;
        StringBuilder text = new StringBuilder();
        if (linesLost > 0) {
            text.append(LogLine.ofLost(linesLost, timeMillis).text(time));
        }
        lines.forEach(line -> text.append(line.text(time)));
        try {
            stream.write(text.toString().getBytes(StandardCharsets.UTF_8));
            stream.flush();
            linesLost = 0;
        } catch (IOException e) {
            linesLost += lines.size();
        }
    }
}
