package io.bellbird.app.log;

import io.bellbird.broker.config.LogConfig;
import io.bellbird.broker.config.LogType;
import java.io.Closeable;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.StandardOpenOption;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** The places that a configuration wants log lines to go to, opened. */
final class LogPlaces {
    private final LogConfig config;
    private final LogTime time;
    private final List<LogOutput> lasting = new ArrayList<>();
    private final List<LogOutput> console = new ArrayList<>();
    private Optional<Closeable> file = Optional.empty();
    private Optional<Syslog> syslog = Optional.empty();

    private LogPlaces(LogConfig config, ZoneId zone) {
        this.config = config;
        this.time = LogTime.of(config, zone);
    }

    /**
     * Opens them.
     *
     * @throws UnreachableLogException when the system log cannot be reached
     * @throws IOException when the log file cannot be opened
     */
    static LogPlaces open(LogConfig config) throws IOException {
        ZoneId zone = ZoneId.systemDefault();
        LogPlaces places = new LogPlaces(config, zone);
        try {
            places.openAll(zone);
            return places;
        } catch (IOException e) {
            places.close();
            throw e;
        }
    }

    private void openAll(ZoneId zone) throws IOException {
        if (config.file().isPresent()) {
            OutputStream stream =
                    Files.newOutputStream(config.file().get(), StandardOpenOption.CREATE, StandardOpenOption.APPEND);
            file = Optional.of(stream);
            lasting.add(new StreamOutput(stream, time));
        }
        if (config.syslog().isPresent()) {
            syslog = Optional.of(Syslog.open(Syslog.SOCKET, config.syslog().get(), zone));
        }
        syslog.ifPresent(lasting::add);
        if (config.stdout()) {
            console.add(new StreamOutput(new FileOutputStream(FileDescriptor.out), time));
        }
        if (config.stderr()) {
            console.add(new StreamOutput(new FileOutputStream(FileDescriptor.err), time));
        }
    }

    /**
     * Where lines go.
     *
     * @param broker the way into the broker, once it runs
     * @param withConsole somebody reads the standard outputs
     */
    List<LogOutput> outputs(Optional<LogPublisher> broker, boolean withConsole) {
        List<LogOutput> outputs = new ArrayList<>(lasting);
        if (withConsole) {
            outputs.addAll(console);
        }
        if (config.topic()) {
            broker.ifPresent(publisher -> outputs.add(new TopicOutput(publisher, time)));
        }
        return outputs;
    }

    /** Which lines go there; none when there is no place. */
    Set<LogType> types() {
        boolean nowhere = lasting.isEmpty() && console.isEmpty() && !config.topic();
        return nowhere ? Set.of() : config.types();
    }

    /** Closes what is not the process's own; nobody writes there any more. */
    void close() {
        syslog.ifPresent(Syslog::close);
        file.ifPresent(LogPlaces::close);
    }

    private static void close(Closeable stream) {
        try {
            stream.close();
        } catch (IOException e) {
            // what was written is written, and that was the last of it
        }
    }
}
