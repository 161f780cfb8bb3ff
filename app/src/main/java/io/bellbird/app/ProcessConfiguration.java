package io.bellbird.app;

import io.bellbird.broker.Broker;
import io.bellbird.broker.config.Configuration;
import io.bellbird.broker.config.ConfigurationException;
import io.bellbird.broker.config.SettingChange;
import io.bellbird.broker.config.SettingValue;
import io.bellbird.console.configuration.RunningConfiguration;
import io.bellbird.console.http.Problem;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/**
 * The configuration of this process: what it was started with and what was read since. Any thread may ask; only the main
 * thread reads it again, when it is told to by the same way as by SIGHUP.
 */
final class ProcessConfiguration implements RunningConfiguration {
    private final ConfigurationSource source;
    private final Configuration started;
    private final Signals signals;

    /** Guarded by this, as the others below. */
    private Configuration last;

    private Optional<Reload> lastReload = Optional.empty();
    private List<CompletableFuture<Reload>> waiters = new ArrayList<>();
    private boolean stopped;

    /**
     * Of a broker that starts.
     *
     * @param started what the source said
     * @param signals by which the main thread is told to reload
     */
    ProcessConfiguration(ConfigurationSource source, Configuration started, Signals signals) {
        this.source = source;
        this.started = started;
        this.last = started;
        this.signals = signals;
    }

    ConfigurationSource source() {
        return source;
    }

    /** What was read last, when it was not wrong. */
    synchronized Configuration last() {
        return last;
    }

    @Override
    public Optional<String> file() {
        return source.file().map(Path::toString);
    }

    @Override
    public List<SettingValue> settings() {
        return last().settings();
    }

    @Override
    public List<SettingChange> waiting() {
        return waitingIn(last());
    }

    /** What of a reading counts when the broker is started again. */
    List<SettingChange> waitingIn(Configuration read) {
        return started.changesTo(read).stream()
                .filter(SettingChange::needsRestart)
                .toList();
    }

    @Override
    public Check check(Optional<String> text) {
        try {
            Configuration read = text.isPresent() ? source.withText(text.get()) : source.read();
            Broker.check(read.broker());
            return new Check(List.of(), read.warnings(), read.notices(), last().changesTo(read));
        } catch (ConfigurationException wrong) {
            return new Check(wrong.errors(), List.of(), List.of(), List.of());
        }
    }

    @Override
    public CompletionStage<Reload> reload() {
        CompletableFuture<Reload> answer = new CompletableFuture<>();
        synchronized (this) {
            if (stopped) {
                answer.completeExceptionally(stops());
                return answer;
            }
            waiters.add(answer);
        }
        signals.reload();
        return answer;
    }

    @Override
    public synchronized Optional<Reload> lastReload() {
        return lastReload;
    }

    /** A reload begins. On the main thread. */
    synchronized Reading begin() {
        Reading reading = new Reading(waiters);
        waiters = new ArrayList<>();
        return reading;
    }

    /** No reload will begin any more: who waits for one is told. On the main thread. */
    void end() {
        List<CompletableFuture<Reload>> left;
        synchronized (this) {
            stopped = true;
            left = waiters;
        }
        left.forEach(waiter -> waiter.completeExceptionally(stops()));
    }

    private static Problem stops() {
        return Problem.of(503, "Stopping", "the broker stops: nothing is read again any more");
    }

    /** A reload that is under way. */
    final class Reading {
        private final List<CompletableFuture<Reload>> waiters;

        private Reading(List<CompletableFuture<Reload>> waiters) {
            this.waiters = waiters;
        }

        /** It holds from now on. */
        void accepted(Configuration read, Reload outcome) {
            synchronized (ProcessConfiguration.this) {
                last = read;
            }
            done(outcome);
        }

        /** It is wrong, and the one before stays in force. */
        void refused(Reload outcome) {
            done(outcome);
        }

        private void done(Reload outcome) {
            synchronized (ProcessConfiguration.this) {
                lastReload = Optional.of(outcome);
            }
            waiters.forEach(waiter -> waiter.complete(outcome));
        }
    }
}
