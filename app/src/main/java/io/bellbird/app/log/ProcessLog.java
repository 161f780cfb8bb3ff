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
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.slf4j.LoggerFactory;

/** The log of this process, set up from the configuration. */
public final class ProcessLog implements AutoCloseable {
    private static final int EVENTS_MAX = 8192;
    private static final long FLUSH_MILLIS = 2_000;
    private static final Set<LogType> FROM_INFO = EnumSet.of(LogType.NOTICE, LogType.INFORMATION);
    private static final Set<LogType> FROM_WARN = EnumSet.of(LogType.ERROR, LogType.WARNING);

    private final LogConfig config;
    private final LogTime time;
    private final DroppingAppender appender;
    private final Optional<Syslog> syslog;
    /** The places that stay when nobody reads the standard outputs any more. */
    private final List<LogOutput> lasting;

    private final List<LogOutput> console;

    private ProcessLog(
            LogConfig config, LogTime time, Optional<Syslog> syslog, List<LogOutput> lasting, List<LogOutput> console) {
        this.config = config;
        this.time = time;
        this.syslog = syslog;
        this.lasting = lasting;
        this.console = console;
        this.appender = new DroppingAppender(outputs(), EVENTS_MAX);
    }

    /**
     * Begins to write log lines.
     *
     * @throws UnreachableLogException when the system log cannot be reached
     * @throws IOException when the log file cannot be opened
     */
    public static ProcessLog start(LogConfig config) throws IOException {
        ZoneId zone = ZoneId.systemDefault();
        LogTime time = LogTime.of(config, zone);
        List<LogOutput> lasting = new ArrayList<>();
        if (config.file().isPresent()) {
            lasting.add(new StreamOutput(appendTo(config.file().get()), time));
        }
        Optional<Syslog> syslog = Optional.empty();
        if (config.syslog().isPresent()) {
            syslog = Optional.of(Syslog.open(Syslog.SOCKET, config.syslog().get(), zone));
        }
        syslog.ifPresent(lasting::add);
        List<LogOutput> console = new ArrayList<>();
        if (config.stdout()) {
            console.add(new StreamOutput(new FileOutputStream(FileDescriptor.out), time));
        }
        if (config.stderr()) {
            console.add(new StreamOutput(new FileOutputStream(FileDescriptor.err), time));
        }
        ProcessLog log = new ProcessLog(config, time, syslog, lasting, console);
        boolean nowhere = log.outputs().isEmpty() && !config.topic();
        attach(log.appender, nowhere ? Set.of() : config.types());
        return log;
    }

    private static OutputStream appendTo(Path file) throws IOException {
        return Files.newOutputStream(file, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
    }

    private List<LogOutput> outputs() {
        return Stream.concat(lasting.stream(), console.stream()).toList();
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

    /** The broker runs: from now on lines go there too, if the configuration says so. */
    public void publishTo(LogPublisher broker) {
        if (config.topic()) {
            lasting.add(new TopicOutput(broker, time));
            appender.writeTo(outputs());
        }
    }

    /** Writes what waits, and from now on writes no more to the standard outputs, which nobody reads any more. */
    public void leaveConsole() {
        appender.flush(FLUSH_MILLIS);
        console.clear();
        appender.writeTo(outputs());
    }

    /** Writes what waits, for two seconds at most, and ends. */
    @Override
    public void close() {
        appender.flush(FLUSH_MILLIS);
        appender.stop();
        syslog.ifPresent(Syslog::close);
    }
}
