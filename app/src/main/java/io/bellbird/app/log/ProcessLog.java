package io.bellbird.app.log;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import io.bellbird.broker.config.LogConfig;
import io.bellbird.broker.config.LogType;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.StandardOpenOption;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.slf4j.LoggerFactory;

/** The log of this process, set up from the configuration. */
public final class ProcessLog implements AutoCloseable {
    private static final int EVENTS_MAX = 8192;
    private static final long FLUSH_MILLIS = 2_000;
    private static final Set<LogType> FROM_INFO = EnumSet.of(LogType.NOTICE, LogType.INFORMATION);
    private static final Set<LogType> FROM_WARN = EnumSet.of(LogType.ERROR, LogType.WARNING);

    private final DroppingAppender appender;
    private final List<LogOutput> files;

    private ProcessLog(DroppingAppender appender, List<LogOutput> files) {
        this.appender = appender;
        this.files = files;
    }

    /**
     * Begins to write log lines.
     *
     * @throws IOException when the log file cannot be opened
     */
    public static ProcessLog start(LogConfig config) throws IOException {
        ZoneId zone = ZoneId.systemDefault();
        List<LogOutput> files = new ArrayList<>();
        if (config.file().isPresent()) {
            OutputStream file =
                    Files.newOutputStream(config.file().get(), StandardOpenOption.CREATE, StandardOpenOption.APPEND);
            files.add(new LogOutput(file, zone));
        }
        List<LogOutput> outputs = new ArrayList<>(files);
        if (config.stdout()) {
            outputs.add(new LogOutput(new FileOutputStream(FileDescriptor.out), zone));
        }
        if (config.stderr()) {
            outputs.add(new LogOutput(new FileOutputStream(FileDescriptor.err), zone));
        }
        DroppingAppender appender = new DroppingAppender(outputs, zone, EVENTS_MAX);
        attach(appender, outputs.isEmpty() ? Set.of() : config.types());
        return new ProcessLog(appender, List.copyOf(files));
    }

    private static void attach(DroppingAppender appender, Set<LogType> types) {
        LoggerContext context = (LoggerContext) LoggerFactory.getILoggerFactory();
        context.reset();
        TypeFilter filter = new TypeFilter(types);
        filter.start();
        appender.addFilter(filter);
        appender.setContext(context);
        appender.start();
        Logger root = context.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
        root.addAppender(appender);
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

    /** Writes what waits, and from now on writes to the file only: nobody reads the standard outputs any more. */
    public void leaveConsole() {
        appender.flush(FLUSH_MILLIS);
        appender.writeTo(files);
    }

    /** Writes what waits, for two seconds at most, and ends. */
    @Override
    public void close() {
        appender.flush(FLUSH_MILLIS);
        appender.stop();
    }
}
