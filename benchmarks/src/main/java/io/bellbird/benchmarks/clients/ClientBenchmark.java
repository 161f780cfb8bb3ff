package io.bellbird.benchmarks.clients;

import io.bellbird.broker.Broker;
import io.bellbird.broker.config.BrokerConfig;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/** Messages of 64 bytes through the client of each library, and a broker in the same process. */
@State(Scope.Thread)
@BenchmarkMode(Mode.SampleTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 3, time = 1)
public class ClientBenchmark {
    private static final int FLIGHT = 1_000;
    private static final long PATIENCE_SECONDS = 30;

    @Param({"BELLBIRD", "HIVEMQ", "PAHO"})
    public String library = "BELLBIRD";

    @Param({"0", "1"})
    public int qos;

    private final byte[] payload = new byte[64];
    private final Semaphore arrived = new Semaphore(0);
    private Broker broker;
    private Talker publisher;
    private Talker subscriber;

    @Setup
    public void connect() throws Exception {
        broker = Broker.start(BrokerConfig.ephemeral());
        Talker.Library talkers = Talker.Library.valueOf(library);
        publisher = talkers.connect(broker.port(), "publisher");
        subscriber = talkers.connect(broker.port(), "subscriber");
        subscriber.subscribe("there/#", qos, message -> arrived.release());
    }

    @TearDown
    public void close() throws Exception {
        publisher.close();
        subscriber.close();
        broker.close();
    }

    /** Publishes where nobody listens, and waits until that is done. */
    @Benchmark
    public void publish() throws Exception {
        publisher.publishAndWait("nowhere", payload, qos);
    }

    /** From publishing to the callback of another client, one message at a time. */
    @Benchmark
    public void arrive() throws Exception {
        publisher.publish("there/1", payload, qos);
        await(1);
    }

    /** A message among 1,000 that are published at once, until all have come. */
    @Benchmark
    @BenchmarkMode(Mode.AverageTime)
    @OperationsPerInvocation(FLIGHT)
    public void flight() throws Exception {
        for (int i = 0; i < FLIGHT; i++) {
            publisher.publish("there/1", payload, qos);
        }
        await(FLIGHT);
    }

    private void await(int messages) throws InterruptedException {
        if (!arrived.tryAcquire(messages, PATIENCE_SECONDS, TimeUnit.SECONDS)) {
            throw new IllegalStateException("messages have not arrived within " + PATIENCE_SECONDS + " s");
        }
    }
}
