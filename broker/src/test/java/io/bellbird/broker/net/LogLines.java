package io.bellbird.broker.net;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.AppenderBase;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.slf4j.LoggerFactory;

/** What the broker logs while this is open, line by line, from INFO on. */
final class LogLines extends AppenderBase<ILoggingEvent> implements AutoCloseable {
    private static final int PATIENCE_SECONDS = 10;

    private final Logger logger = (Logger) LoggerFactory.getLogger("io.bellbird.broker");
    private final BlockingQueue<String> lines = new LinkedBlockingQueue<>();

    LogLines() {
        setContext(logger.getLoggerContext());
        start();
        logger.addAppender(this);
        logger.setAdditive(false);
        logger.setLevel(Level.INFO);
    }

    @Override
    protected void append(ILoggingEvent event) {
        lines.add(event.getFormattedMessage());
    }

    /** The next line, without the port of the client. */
    String next() throws InterruptedException {
        String line = lines.poll(PATIENCE_SECONDS, TimeUnit.SECONDS);
        if (line == null) {
            throw new AssertionError("no line within " + PATIENCE_SECONDS + " s");
        }
        return line.replaceAll("127\\.0\\.0\\.1:\\d+", "127.0.0.1").replaceAll("listener=\\d+ ", "");
    }

    /** The lines that nobody has asked for yet. */
    List<String> rest() {
        return List.copyOf(lines);
    }

    @Override
    public void close() {
        logger.detachAppender(this);
        logger.setAdditive(true);
        logger.setLevel(null);
        stop();
    }
}
