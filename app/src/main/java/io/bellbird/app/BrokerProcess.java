package io.bellbird.app;

import io.bellbird.app.cli.ExitCode;
import io.bellbird.app.log.ProcessLog;
import io.bellbird.app.pubsub.PubSubCommand;
import io.bellbird.broker.Broker;
import io.bellbird.broker.BrokerStartException;
import io.bellbird.broker.config.Configuration;
import io.bellbird.codec.Qos;
import io.bellbird.console.Console;
import io.bellbird.console.ConsoleHost;
import io.bellbird.store.rocksdb.RocksStore;
import io.bellbird.store.rocksdb.RocksStoreConfig;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A broker as a process: from the first log line to the removal of the pid file. Runs on the main thread. */
final class BrokerProcess {
    private static final Logger LOG = LoggerFactory.getLogger(BrokerProcess.class);

    private final ConfigurationSource source;
    private final Configuration configuration;
    private final PrintWriter out;
    private final PrintWriter err;

    /** @param configuration what the source said */
    BrokerProcess(ConfigurationSource source, Configuration configuration, PrintWriter out, PrintWriter err) {
        this.source = source;
        this.configuration = configuration;
        this.out = out;
        this.err = err;
    }

    /**
     * Serves until the process is told to stop.
     *
     * @param stopAfterStart stops as soon as it has served one client, its own
     * @return the exit code of the process
     */
    int run(boolean stopAfterStart) throws IOException, InterruptedException {
        try (ProcessLog log = startLog()) {
            FatalErrors.endProcess(log);
            configuration.warnings().forEach(LOG::warn);
            configuration.notices().forEach(notice -> LOG.info(LogMarkers.NOTICE, "{}", notice));
            Optional<Path> dataFolder = DataFolder.of(configuration.persistence());
            dataFolder
                    .map(MosquittoNotices::of)
                    .ifPresent(notices -> notices.forEach(notice -> LOG.warn("{}", notice)));
            Signals signals = Signals.install(Background.isChild());
            return serve(log, signals, dataFolder, stopAfterStart);
        } catch (StartException e) {
            e.lines().forEach(line -> err.println("bellbird: " + line));
            return e.exitCode();
        } catch (Error e) { // the log has ended by now, so that FatalErrors cannot say it
            err.println("bellbird: the broker ends, this is a defect of it, or a part of it is missing:");
            e.printStackTrace(err);
            err.flush();
            throw e;
        }
    }

    private ProcessLog startLog() throws StartException {
        try {
            return ProcessLog.start(configuration.log());
        } catch (IOException e) {
            throw new StartException(ExitCode.CONFIGURATION, FileErrors.ofLog(configuration.log(), e));
        }
    }

    /** @param dataFolder empty when all is kept in memory */
    private int serve(ProcessLog log, Signals signals, Optional<Path> dataFolder, boolean stopAfterStart)
            throws IOException, InterruptedException, StartException {
        PidFile pidFile;
        ProcessConfiguration running = new ProcessConfiguration(source, configuration, signals);
        try (Broker broker = startBroker(dataFolder, running)) {
            pidFile = PidFile.write(configuration.pidFile());
            log.publishTo((topic, payload) ->
                    broker.publish(topic, payload, Qos.AT_MOST_ONCE, false).thenApply(reason -> !reason.isError()));
            MemoryBound memory = MemoryBound.ofThisProcess(configuration.broker(), dataFolder.isPresent());
            StartMessage.lines(configuration.broker(), broker.bound(), dataFolder, memory, broker.adminAddress())
                    .forEach(out::println);
            out.flush();
            if (Background.isChild()) {
                log.leaveConsole();
                Background.ready();
            }
            if (stopAfterStart) {
                FirstClient.serve(broker.addresses().get(0));
                PubSubCommand.rehearse(broker.addresses().get(0).getPort());
            } else {
                Optional<Path> outcomes = ReloadOutcome.place(dataFolder, configuration.pidFile());
                signals.awaitStop(new Reload(running, broker, log, outcomes));
            }
            running.end();
            LOG.info(LogMarkers.NOTICE, "the broker stops");
        } catch (StartException e) {
            if (!configuration.log().stderr()) {
                e.lines().forEach(line -> LOG.error("{}", line));
            }
            throw e;
        }
        pidFile.remove();
        return ExitCode.CLEAN;
    }

    private Broker startBroker(Optional<Path> dataFolder, ProcessConfiguration running) throws StartException {
        Broker.Builder builder = Broker.builder(configuration.broker());
        dataFolder.ifPresent(folder -> builder.store((retained, nanos) -> RocksStore.open(new RocksStoreConfig(
                folder,
                InstantSource.system(),
                nanos,
                retained,
                RocksStoreConfig.defaultCacheBytes(),
                configuration.broker().storeFreeBytesMin()))));
        LeftFile.place(LeftFile.ADMIN_TOKEN, dataFolder, configuration.pidFile())
                .ifPresent(builder::adminToken);
        configuration.auditLog().ifPresent(builder::auditLog);
        ConsoleHost host = new ProcessConsoleHost(source, running, dataFolder);
        builder.adminHandler(administration -> Console.of(administration, host));
        try {
            return builder.start();
        } catch (BrokerStartException e) {
            int exitCode =
                    switch (e.kind()) {
                        case CONFIGURATION -> ExitCode.CONFIGURATION;
                        case PORT -> ExitCode.PORT;
                        case STORE -> ExitCode.STORE;
                    };
            throw new StartException(exitCode, e.getMessage());
        }
    }
}
