package io.bellbird.app.log;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import io.bellbird.broker.config.LogConfig;
import io.bellbird.broker.config.LogType;
import java.io.IOException;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;
import org.slf4j.LoggerFactory;

/** The log of this process, set up from the configuration. Used by one thread; any thread logs. */
public final class ProcessLog implements AutoCloseable {
    private static final int EVENTS_MAX = 8192;
    private static final long FLUSH_MILLIS = 2_000;
    private static final Set<LogType> FROM_INFO = EnumSet.of(LogType.NOTICE, LogType.INFORMATION);
    private static final Set<LogType> FROM_WARN = EnumSet.of(LogType.ERROR, LogType.WARNING);

    private final LoggerContext context = (LoggerContext) LoggerFactory.getILoggerFactory();
    private final TypeFilter filter = new TypeFilter();
    private final DroppingAppender appender;
    private LogPlaces places;
    private Optional<LogPublisher> broker = Optional.empty();
    private boolean hasConsole = true;

    private ProcessLog(LogPlaces places) {
        this.places = places;
        this.appender = new DroppingAppender(places.outputs(broker, hasConsole), EVENTS_MAX);
    }

    /**
     * Begins to write log lines.
     *
     * @throws UnreachableLogException when the system log cannot be reached
     * @throws IOException when the log file cannot be opened
     */
    public static ProcessLog start(LogConfig config) throws IOException {
        ProcessLog log = new ProcessLog(LogPlaces.open(config));
        log.attach();
        return log;
    }

    private void attach() {
        context.reset();
        filter.start();
        appender.addFilter(filter);
        appender.setContext(context);
        appender.start();
        context.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME).addAppender(appender);
        let(places.types());
    }

    /** Lets these lines through. */
    private void let(Set<LogType> types) {
        filter.let(types);
        Logger root = context.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
        root.setLevel(types.isEmpty() ? Level.OFF : Level.WARN);
        context.getLogger("io.bellbird").setLevel(level(types));
    }

    /** The level that lets all wanted kinds pass to the filter, so that what nobody wants costs a comparison. */
    private static Level level(Set<LogType> types) {
        if (types.isEmpty()) {
            return Level.OFF;
        }
        if (FROM_WARN.containsAll(types)) {
            return Level.WARN;
        }
        Set<LogType> fromInfo = EnumSet.copyOf(FROM_WARN);
        fromInfo.addAll(FROM_INFO);
        return fromInfo.containsAll(types) ? Level.INFO : Level.DEBUG;
    }

    /** The broker runs: from now on lines go there too, if the configuration says so. */
    public void publishTo(LogPublisher publisher) {
        broker = Optional.of(publisher);
        write(() -> {});
    }

    /** Writes what waits, and from now on writes no more to the standard outputs, which nobody reads any more. */
    public void leaveConsole() {
        appender.flush(FLUSH_MILLIS);
        hasConsole = false;
        write(() -> {});
    }

    /** @param ending run when nothing is written any more to the places of before */
    private void write(Runnable ending) {
        appender.writeTo(places.outputs(broker, hasConsole), ending);
    }

    /**
     * Opens what another configuration wants, the log file anew also when it is the same one, so that one which was moved
     * away is let go of. Lines go on to the old places until the change is applied.
     *
     * @throws UnreachableLogException when the system log cannot be reached
     * @throws IOException when the log file cannot be opened
     */
    public Change prepare(LogConfig config) throws IOException {
        return new Change(LogPlaces.open(config));
    }

    /** A log that is ready to take the place of the one there is; to be closed, applied or not. */
    public final class Change implements AutoCloseable {
        private final LogPlaces opened;

        private Change(LogPlaces opened) {
            this.opened = opened;
        }

        /** Lines go there from now on. */
        public void apply() {
            LogPlaces before = places;
            places = opened;
            write(before::close);
            let(places.types());
        }

        @Override
        public void close() {
            if (places != opened) {
                opened.close();
            }
        }
    }

    /** Writes what waits, for two seconds at most, and ends. */
    @Override
    public void close() {
        appender.flush(FLUSH_MILLIS);
        appender.stop();
        places.close();
    }
}
