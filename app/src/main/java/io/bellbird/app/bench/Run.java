package io.bellbird.app.bench;

import io.bellbird.client.ClientOptions;
import io.bellbird.client.MqttClient;
import io.bellbird.client.PublishOptions;
import io.bellbird.client.SubscribeOptions;
import io.bellbird.client.Subscription;
import io.bellbird.codec.Bytes;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import java.util.stream.IntStream;

/** One load on one broker, from the first connection to the last good-bye. Used by one thread, which waits. */
final class Run {
    private static final long NANOS_A_SECOND = TimeUnit.SECONDS.toNanos(1);
    private static final int CONNECTING_MAX = 100;
    /** Publishers begin together. */
    private static final long HEAD_START_NANOS = TimeUnit.MILLISECONDS.toNanos(50);
    /** For so long nothing may come before the rest is given up. */
    private static final long IDLE_NANOS_MAX = TimeUnit.SECONDS.toNanos(5);

    private static final long IDLE_NANOS_MAX_QOS_0 = TimeUnit.SECONDS.toNanos(1);
    private static final long LOOK_NANOS = TimeUnit.MILLISECONDS.toNanos(20);

    private final String broker;
    private final Load load;
    private final Supplier<ClientOptions.Builder> options;
    private final Stop stop;
    private final int run;
    private final String prefix;
    private final Tally tally = new Tally();
    private final List<NumberedStream> streams;
    private final List<Arrivals> arrivals = new ArrayList<>();
    private final List<Receiver> receivers = new ArrayList<>();
    private final List<Publisher> publishers = new ArrayList<>();
    private Cpu began = Cpu.now();
    private double connectSeconds;
    private double publishSeconds;
    private double receiveSeconds;

    /**
     * A run that has not begun.
     *
     * @param broker its address
     * @param options begins a client of it
     * @param run unlike that of other runs; not 0
     */
    Run(String broker, Load load, Supplier<ClientOptions.Builder> options, int run, Stop stop) {
        this.broker = broker;
        this.load = load;
        this.options = options;
        this.run = run;
        this.stop = stop;
        this.prefix = String.format("bellbird/bench/%08x/", run);
        this.streams = load.topics() == 0
                ? List.of()
                : IntStream.range(0, load.streams())
                        .mapToObj(number -> new NumberedStream(number, topic(number % load.topics())))
                        .toList();
        if (load.scenario() != Scenario.CONN) {
            IntStream.range(0, load.subscribers()).forEach(i -> receivers.add(receiver(i)));
        }
    }

    private String topic(int number) {
        return prefix + number;
    }

    /** What there is to see while it runs. */
    Tally tally() {
        return tally;
    }

    /**
     * Does all of it.
     *
     * @throws UnreachableException when no client gets in
     */
    Result execute() throws UnreachableException, InterruptedException {
        Fleet fleet = new Fleet(options, run, tally);
        try {
            fleet.tryOne();
            switch (load.scenario()) {
                case CONN -> open(fleet);
                case PUB, SUB, FAN_IN, FAN_OUT, SHARED -> flow(fleet);
                case OFFLINE -> comeBack(fleet);
                case RETAINED -> retain(fleet);
            }
            return result();
        } finally {
            fleet.endAll();
        }
    }

    // Scenarios

    private void open(Fleet fleet) throws InterruptedException {
        List<MqttClient> clients = IntStream.range(0, load.subscribers())
                .mapToObj(i -> fleet.make("c" + i, 1))
                .toList();
        began = Cpu.now();
        if (load.isClosedLoop()) {
            fleet.connect(clients, load.inflight(), stop);
        } else {
            fleet.connect(clients, new Pace(load.rate(), load.rampSeconds()), stop);
        }
        connectSeconds = seconds(began.nanos(), System.nanoTime());
        stop.await((long) (load.seconds() * NANOS_A_SECOND));
    }

    private void flow(Fleet fleet) throws InterruptedException {
        List<MqttClient> clients = publishingClients(fleet);
        List<MqttClient> subscribers = subscribingClients(fleet);
        connect(fleet, subscribers, clients);
        fleet.await("subscribe", subscribe(subscribers));
        long beginNanos = System.nanoTime() + HEAD_START_NANOS;
        Window window = windowFrom(beginNanos);
        receivers.forEach(receiver -> receiver.measure(window));
        publish(clients, beginNanos, window);
        drain();
        receiveSeconds = publishSeconds;
    }

    private void comeBack(Fleet fleet) throws InterruptedException {
        Duration session = Duration.ofSeconds((long) (2 * (load.seconds() + load.rampSeconds())) + 600);
        List<MqttClient> clients = publishingClients(fleet);
        List<MqttClient> leaving = lasting(fleet, session);
        connect(fleet, leaving, clients);
        fleet.await("subscribe", subscribe(leaving));
        fleet.end(leaving);
        long beginNanos = System.nanoTime() + HEAD_START_NANOS;
        Window window = windowFrom(beginNanos);
        publish(clients, beginNanos, window);
        receivers.forEach(receiver -> receiver.measureFromNow(window));
        long returnedNanos = System.nanoTime();
        List<MqttClient> returning = lasting(fleet, session);
        List<CompletableFuture<Subscription>> subscribed = subscribe(returning);
        fleet.connect(returning, CONNECTING_MAX, new Stop());
        fleet.await("subscribe", subscribed);
        drain();
        receiveSeconds = seconds(returnedNanos, tally.lastReceivedNanos());
        fleet.end(returning);
        for (int i = 0; i < load.subscribers(); i++) {
            fleet.forget("s" + i);
        }
    }

    private List<MqttClient> lasting(Fleet fleet, Duration session) {
        return IntStream.range(0, load.subscribers())
                .mapToObj(i -> fleet.makeLasting("s" + i, session))
                .toList();
    }

    private void retain(Fleet fleet) throws InterruptedException {
        List<MqttClient> clients = publishingClients(fleet);
        List<MqttClient> subscribers = subscribingClients(fleet);
        connect(fleet, subscribers, clients);
        long beginNanos = System.nanoTime() + HEAD_START_NANOS;
        Window window = Window.from(beginNanos);
        publish(clients, beginNanos, window);
        receivers.forEach(receiver -> receiver.measureFromNow(window));
        long askedNanos = System.nanoTime();
        fleet.await("subscribe", subscribe(subscribers));
        drain();
        receiveSeconds = seconds(askedNanos, tally.lastReceivedNanos());
        fleet.end(subscribers);
        fleet.await(
                "delete what was retained",
                IntStream.range(0, load.topics())
                        .mapToObj(topic -> clients.get(topic % clients.size())
                                .publish(topic(topic), Bytes.EMPTY, PublishOptions.QOS_1.retained()))
                        .toList());
    }

    // Parts of them

    private void connect(Fleet fleet, List<MqttClient> subscribers, List<MqttClient> publishers)
            throws InterruptedException {
        List<MqttClient> all = new ArrayList<>(subscribers);
        all.addAll(publishers);
        long beginNanos = System.nanoTime();
        fleet.connect(all, CONNECTING_MAX, stop);
        connectSeconds = seconds(beginNanos, System.nanoTime());
    }

    private List<MqttClient> subscribingClients(Fleet fleet) {
        return IntStream.range(0, load.subscribers())
                .mapToObj(i -> fleet.make("s" + i, 1))
                .toList();
    }

    private List<MqttClient> publishingClients(Fleet fleet) {
        return IntStream.range(0, load.publishers())
                .mapToObj(i -> fleet.make("p" + i, load.inflight()))
                .toList();
    }

    private Window windowFrom(long beginNanos) {
        long fromNanos = beginNanos + (long) ((load.rampSeconds() + load.warmUpSeconds()) * NANOS_A_SECOND);
        return new Window(fromNanos, fromNanos + (long) (load.seconds() * NANOS_A_SECOND));
    }

    /** What a subscriber gets it counts alone, unless all share one subscription. */
    private Receiver receiver(int subscriber) {
        boolean shared = load.scenario() == Scenario.SHARED;
        if (!shared || arrivals.isEmpty()) {
            arrivals.add(new Arrivals(wanted(subscriber), !shared));
        }
        return new Receiver(run, arrivals.get(arrivals.size() - 1), tally);
    }

    private List<NumberedStream> wanted(int subscriber) {
        if (load.scenario().subscribesToAll()) {
            return streams;
        }
        Set<String> topics = Set.copyOf(topicsOf(subscriber));
        return streams.stream()
                .filter(stream -> topics.contains(stream.topic()))
                .toList();
    }

    /** Its own, as many as there are for each; when there are fewer topics than subscribers, some have the same. */
    private List<String> topicsOf(int subscriber) {
        return load.topics() < load.subscribers()
                ? List.of(topic(subscriber % load.topics()))
                : IntStream.iterate(subscriber, topic -> topic < load.topics(), topic -> topic + load.subscribers())
                        .mapToObj(this::topic)
                        .toList();
    }

    private List<String> filters(int subscriber) {
        return switch (load.scenario()) {
            case SHARED -> List.of(String.format("$share/bench-%08x/%s#", run, prefix));
            case FAN_IN, FAN_OUT, RETAINED -> List.of(prefix + "#");
            case CONN, PUB, SUB, OFFLINE -> topicsOf(subscriber);
        };
    }

    private List<CompletableFuture<Subscription>> subscribe(List<MqttClient> subscribers) {
        List<CompletableFuture<Subscription>> asked = new ArrayList<>();
        for (int i = 0; i < subscribers.size(); i++) {
            for (String filter : filters(i)) {
                asked.add(subscribers.get(i).subscribe(filter, SubscribeOptions.of(load.qos()), receivers.get(i)));
            }
        }
        return asked;
    }

    /** Publishes until the time is over or, when the scenario ends by itself, once to each topic. */
    private void publish(List<MqttClient> clients, long beginNanos, Window window) throws InterruptedException {
        Pace pace = load.isClosedLoop() ? new Pace(1, 0) : new Pace(load.rate(), load.rampSeconds());
        for (int i = 0; i < clients.size(); i++) {
            int first = i;
            int step = clients.size();
            List<NumberedStream> own = streams.stream()
                    .filter(stream -> stream.number() % step == first)
                    .toList();
            publishers.add(new Publisher(
                    clients.get(i),
                    own,
                    load,
                    run,
                    load.isClosedLoop()
                            ? index -> System.nanoTime()
                            : index -> beginNanos + pace.dueNanos(index * step + first),
                    window,
                    tally));
        }
        boolean endsByItself = load.scenario().endsByItself();
        stop.awaitUntil(beginNanos);
        began = Cpu.now();
        Pacer pacer = new Pacer(publishers, stop, endsByItself ? load.streams() : Long.MAX_VALUE);
        if (load.isClosedLoop()) {
            pacer.releaseAll();
            stop.awaitUntil(endsByItself ? beginNanos : window.untilNanos());
        } else {
            pacer.release(pace, beginNanos, window.untilNanos());
        }
        if (!endsByItself || stop.isAsked()) {
            publishers.forEach(Publisher::end);
        }
        long lastNanos = awaitIdle(() -> publishers.stream().anyMatch(Publisher::isBusy));
        publishers.forEach(Publisher::end);
        double lasted = seconds(window.fromNanos(), lastNanos);
        publishSeconds = endsByItself || stop.isAsked() ? lasted : load.seconds();
    }

    /** Waits until everything has come, or nothing comes any more. */
    private void drain() throws InterruptedException {
        awaitIdle(() -> arrivals.stream().anyMatch(each -> each.missing() > 0));
    }

    private interface Condition {
        boolean holds();
    }

    /**
     * Waits while something is expected and still moves.
     *
     * @return when it was seen that nothing is expected, or when something moved last, on the clock of this process
     */
    private long awaitIdle(Condition waiting) throws InterruptedException {
        long idleMax = load.qos().level() == 0 ? IDLE_NANOS_MAX_QOS_0 : IDLE_NANOS_MAX;
        long before = -1;
        long changedNanos = System.nanoTime();
        while (waiting.holds()) {
            long now = System.nanoTime();
            long progress = tally.acknowledged.sum() + tally.received.sum();
            if (progress != before) {
                before = progress;
                changedNanos = now;
            } else if (now - changedNanos > idleMax) {
                return changedNanos;
            }
            TimeUnit.NANOSECONDS.sleep(LOOK_NANOS);
        }
        return System.nanoTime();
    }

    private static double seconds(long fromNanos, long untilNanos) {
        return Math.max(1, untilNanos - fromNanos) / (double) NANOS_A_SECOND;
    }

    /** Those who come back have for it the time that it takes. */
    private long receivedInTime() {
        return load.scenario() == Scenario.OFFLINE ? tally.measuredReceived.sum() : tally.receivedInTime.sum();
    }

    private Result result() {
        return new Result(
                broker,
                load,
                new Result.Times(connectSeconds, publishSeconds, receiveSeconds),
                new Result.Messages(
                        tally.measuredSent.sum(),
                        tally.measuredAcknowledged.sum(),
                        tally.measuredReceived.sum(),
                        tally.acknowledgedInTime.sum(),
                        receivedInTime(),
                        publishers.stream().mapToLong(Publisher::behind).sum(),
                        arrivals.stream().mapToLong(Arrivals::missing).sum(),
                        arrivals.stream().mapToLong(Arrivals::duplicated).sum(),
                        arrivals.stream().mapToLong(Arrivals::outOfOrder).sum()),
                tally.latency.all(),
                tally.acknowledgement.all(),
                tally.connect.all(),
                tally.connected.sum(),
                tally.errors(),
                began.shareUntil(Cpu.now()),
                stop.isAsked());
    }
}
