package io.bellbird.console.status;

import io.bellbird.broker.Administration;
import io.bellbird.broker.admin.TextSource;
import io.bellbird.broker.config.BrokerConfig;
import io.bellbird.broker.monitor.Gauge;
import io.bellbird.broker.monitor.Metric;
import io.bellbird.broker.session.SessionOrder;
import io.bellbird.broker.session.SessionSearch;
import io.bellbird.broker.session.SessionView;
import io.bellbird.console.access.Scope;
import io.bellbird.console.configuration.RunningConfiguration;
import io.bellbird.console.http.Api;
import io.bellbird.console.http.Background;
import io.bellbird.console.http.Call;
import io.bellbird.console.http.ConsoleThread;
import io.bellbird.console.http.Events;
import java.math.BigDecimal;
import java.time.InstantSource;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * How the broker is, now, each second and for the last day.
 *
 * <p>It is measured once a second from the start on, whether somebody looks or not, so that who comes to look sees what
 * was; that is one short task for each shard. Concurrent: what was measured is in {@link Recorder}, which is made for
 * several threads; the {@link ConsoleThread} begins each measurement.
 */
public final class StatusEndpoints {
    private static final long PERIOD_MILLIS = 1_000;
    private static final int MINUTES_DEFAULT = 10;
    private static final int MINUTES_MAX = 24 * 60;
    private static final int CLIENTS_NAMED = 3;
    /** With less than this in all queues, no client is far behind. */
    private static final long BEHIND_MESSAGES_MIN = 100;

    private static final long BEHIND_BYTES_MIN = 1 << 20;
    private static final long BEHIND_FRESH_MILLIS = 10_000;

    private final Administration broker;
    private final Optional<RunningConfiguration> configuration;
    private final Background background;
    private final InstantSource clock = InstantSource.system();
    private final Recorder recorder = new Recorder();
    private final Certificates certificates = new Certificates();
    private final Set<Reader> readers = ConcurrentHashMap.newKeySet();
    private final AtomicBoolean measuring = new AtomicBoolean();
    private volatile Seen seen = new Seen(Long.MIN_VALUE, List.of());

    /** Which clients were behind, and when that was seen. */
    private record Seen(long millis, List<Behind> clients) {}

    /**
     * Begins to measure.
     *
     * @param configuration empty when the broker is configured by a program
     * @param thread begins each measurement
     * @param background reads certificates
     */
    public StatusEndpoints(
            Administration broker,
            Optional<RunningConfiguration> configuration,
            ConsoleThread thread,
            Background background) {
        this.broker = broker;
        this.configuration = configuration;
        this.background = background;
        thread.execute(this::tick);
        thread.every(PERIOD_MILLIS, this::tick);
    }

    /** Lets it be asked for. */
    public void addTo(Api api) {
        api.get("/api/status", Scope.READ, call -> call.later(status(isNamed(call))));
        api.get("/api/status/stream", Scope.READ, this::stream);
        api.get("/api/status/history", Scope.READ, this::history);
        api.get(
                "/api/metrics",
                Scope.READ,
                call -> call.later(broker.metrics()
                        .thenApply(page -> new Metrics(
                                page.metrics().stream().map(ShownMetric::of).toList()))));
    }

    // Measured

    private void tick() {
        if (certificates.isDue(clock.millis())) {
            background.run(() -> certificates.look(config()));
        }
        if (measuring.compareAndSet(false, true)) {
            measure().whenComplete((now, failure) -> {
                measuring.set(false);
                readers.forEach(Reader::onMoment);
            });
        }
    }

    private CompletableFuture<Void> measure() {
        return broker.metrics()
                .thenAccept(page -> recorder.add(new Moment(clock.millis(), page, ProcessFigures.processorTime())));
    }

    private BrokerConfig config() {
        return broker.broker().config();
    }

    // Told

    private static boolean isNamed(Call call) {
        return call.principal().scopes().contains(Scope.ADMIN);
    }

    private CompletableFuture<Status> status(boolean named) {
        Recorder.@Nullable Last last = recorder.last();
        if (last == null) {
            return measure().thenCompose(measured -> status(named));
        }
        return behind(last.now()).thenApply(clients -> status(last, clients, named));
    }

    private Status status(Recorder.Last measured, List<Behind> behind, boolean named) {
        Recorder.Last last = new Recorder.Last(measured.now().complete(), measured.second(), measured.minute());
        boolean accepting = broker.isStoreAccepting();
        Attention attention = new Attention(last.now(), last.minute(), config())
                .lookAtFigures(accepting)
                .lookAtListeners(broker.broker().bound())
                .lookAtCertificates(certificates.ends())
                .lookAtClients(behind, named);
        configuration.ifPresent(attention::lookAtConfiguration);
        return Status.of(last, accepting, broker.broker().bound().size(), attention.found());
    }

    /** Clients that are far behind; they are not looked for when there is little in all queues, nor too often. */
    private CompletableFuture<List<Behind>> behind(Moment now) {
        boolean little =
                now.get(Gauge.QUEUED_MESSAGES) < BEHIND_MESSAGES_MIN && now.get(Gauge.HELD_BYTES) < BEHIND_BYTES_MIN;
        Seen last = seen;
        if (little || now.timeMillis() - BEHIND_FRESH_MILLIS < last.millis()) {
            return CompletableFuture.completedFuture(little ? List.of() : last.clients());
        }
        seen = new Seen(now.timeMillis(), last.clients());
        return broker.shards()
                .<List<SessionView>>askEach((shard, answer) -> shard.rank(
                        SessionSearch.first(SessionOrder.SLOW, CLIENTS_NAMED),
                        slow -> shard.rank(
                                SessionSearch.first(SessionOrder.QUEUE, CLIENTS_NAMED),
                                queued -> answer.accept(distinct(slow.first(), queued.first())))))
                .thenApply(found -> {
                    List<Behind> clients = found.stream()
                            .flatMap(Collection::stream)
                            .map(view -> new Behind(
                                    view.clientId(), view.isConnected(), view.queuedMessages(), view.behindBytes()))
                            .sorted((one, other) -> Long.compare(other.bytes(), one.bytes()))
                            .limit(2 * CLIENTS_NAMED)
                            .toList();
                    seen = new Seen(now.timeMillis(), clients);
                    return clients;
                });
    }

    private static List<SessionView> distinct(List<SessionView> slow, List<SessionView> queued) {
        Set<String> known = slow.stream().map(SessionView::clientId).collect(Collectors.toSet());
        return Stream.concat(slow.stream(), queued.stream().filter(view -> !known.contains(view.clientId())))
                .toList();
    }

    private void history(Call call) {
        int minutes = call.number("minutes", MINUTES_DEFAULT, 1, MINUTES_MAX);
        call.ok(recorder.history(clock.millis(), minutes));
    }

    private void stream(Call call) {
        Reader reader = new Reader(isNamed(call));
        reader.wake = call.stream(reader);
        readers.add(reader);
        reader.onMoment();
    }

    /** One who is told each second. What there is to tell is put in by any thread, and taken by the admin thread. */
    private final class Reader implements TextSource {
        private final boolean named;
        private volatile @Nullable String text;
        private Runnable wake = () -> {};

        Reader(boolean named) {
            this.named = named;
        }

        void onMoment() {
            status(named).thenAccept(now -> {
                text = Events.event("status", now);
                wake.run();
            });
        }

        /** A reader that is too slow misses some. */
        @Override
        public @Nullable String next() {
            String next = text;
            text = null;
            return next;
        }

        @Override
        public void onEnd() {
            readers.remove(this);
        }
    }

    // Metrics

    private record Metrics(List<ShownMetric> metrics) {}

    /** @param unit null when it is only counted */
    private record ShownMetric(
            String name, String type, String help, @Nullable String unit, List<ShownSample> samples) {
        static ShownMetric of(Metric metric) {
            String name = metric.name().replace("_total", "");
            return new ShownMetric(
                    metric.name(),
                    metric.type().word(),
                    metric.help(),
                    name.endsWith("_seconds") ? "seconds" : name.endsWith("_bytes") ? "bytes" : null,
                    metric.samples().stream()
                            .map(sample -> new ShownSample(sample.name(), sample.labels(), sample.value()))
                            .toList());
        }
    }

    private record ShownSample(String name, Map<String, String> labels, BigDecimal value) {}
}
