package io.bellbird.app;

import io.bellbird.app.log.ProcessLog;
import io.bellbird.broker.Broker;
import io.bellbird.broker.BrokerStartException;
import io.bellbird.broker.config.Configuration;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A broker as a process: from the first log line to the removal of the pid file. Runs on the main thread. */
final class BrokerProcess {
    private static final Logger LOG = LoggerFactory.getLogger(BrokerProcess.class);

    private final Configuration configuration;
    private final PrintWriter out;
    private final PrintWriter err;

    BrokerProcess(Configuration configuration, PrintWriter out, PrintWriter err) {
        this.configuration = configuration.withBroker(Loopback.withoutMissingAddress(configuration.broker()));
        this.out = out;
        this.err = err;
    }

    /**
     * Serves until the process is told to stop.
     *
     * @param stopAfterStart stops as soon as clients could connect
     * @return the exit code of the process
     */
    int run(boolean stopAfterStart) throws IOException, InterruptedException {
        try (ProcessLog log = startLog()) {
            configuration.warnings().forEach(LOG::warn);
            Signals signals = Signals.install(Background.isChild());
            if (stopAfterStart) {
                signals.stop();
            }
            return serve(log, signals);
        } catch (StartException e) {
            err.println("bellbird: " + e.getMessage());
            return e.exitCode();
        }
    }

    private ProcessLog startLog() throws StartException {
        try {
            return ProcessLog.start(configuration.log());
        } catch (IOException e) {
            Path file = configuration.log().file().orElseThrow();
            throw new StartException(
                    ExitCode.CONFIGURATION,
                    "cannot write the log file " + file + ": " + FileErrors.reason(e)
                            + "; choose another place with log_dest file");
        }
    }

    private int serve(ProcessLog log, Signals signals) throws IOException, InterruptedException, StartException {
        PidFile pidFile;
        try (Broker broker = startBroker()) {
            pidFile = PidFile.write(configuration.pidFile());
            StartMessage.lines(configuration.broker(), broker.addresses()).forEach(out::println);
            out.flush();
            if (Background.isChild()) {
                log.leaveConsole();
                Background.ready();
            }
            signals.awaitStop();
            LOG.info(LogMarkers.NOTICE, "the broker stops");
        } catch (StartException e) {
            if (!configuration.log().stderr()) {
                LOG.error("{}", e.getMessage());
            }
            throw e;
        }
        pidFile.remove();
        return ExitCode.CLEAN;
    }

    private Broker startBroker() throws StartException {
        try {
            return Broker.start(configuration.broker());
        } catch (BrokerStartException e) {
            int exitCode =
                    switch (e.kind()) {
                        case PORT -> ExitCode.PORT;
                        case STORE -> ExitCode.STORE;
                    };
            throw new StartException(exitCode, e.getMessage());
        }
    }
}
