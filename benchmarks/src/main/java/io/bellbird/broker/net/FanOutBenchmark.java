package io.bellbird.broker.net;

import io.bellbird.broker.routing.Interest;
import io.bellbird.broker.routing.Publication;
import io.bellbird.broker.routing.Receiver;
import io.bellbird.broker.routing.RouteCache;
import io.bellbird.broker.routing.Router;
import io.bellbird.broker.routing.Subscriber;
import io.bellbird.broker.routing.SubscriptionTree;
import io.bellbird.broker.routing.TopicFilter;
import io.bellbird.codec.Bytes;
import io.bellbird.codec.MqttVersion;
import io.bellbird.codec.PublishProperties;
import io.bellbird.codec.Qos;
import io.bellbird.codec.SubscriptionOptions;
import io.bellbird.codec.Topic;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** One publication of 64 bytes to all receivers of its route, each with a buffer and a packet id of its own. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(2)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
public class FanOutBenchmark {
    private static final Topic TOPIC = Topic.of("plant/hall7/machine12/temperature");
    private static final int PACKET_BYTES_MAX = 128;

    @Param({"1", "10", "100", "1000", "10000"})
    public int receivers = 1;

    private final Interest interest = new Interest();
    private final SubscriptionTree tree = new SubscriptionTree(interest, 0);
    private final Router router = new Router(new RouteCache(tree, interest, 0, 1024));
    private final FanOutWriter writer = new FanOutWriter();
    private final Bytes payload = Bytes.wrap(new byte[64]);

    /** A receiver's bytes, which never leave. */
    private final class Buffered implements Subscriber {
        private final ByteBuf out = Unpooled.directBuffer(PACKET_BYTES_MAX);
        private int packetId;

        @Override
        public String clientId() {
            return "receiver";
        }

        @Override
        public void deliver(Publication publication, Receiver receiver) {
            packetId = packetId % 65_535 + 1;
            writer.write(out.clear(), MqttVersion.V3_1_1, publication, packetId, receiver.qos(), false, false);
        }

        @Override
        public void failed(Throwable bug) {
            throw new IllegalStateException(bug);
        }
    }

    @Setup
    public void subscribe() {
        TopicFilter filter = TopicFilter.parse("plant/hall7/+/temperature");
        for (int i = 0; i < receivers; i++) {
            tree.subscribe(new Buffered(), filter, SubscriptionOptions.of(Qos.AT_LEAST_ONCE), 0);
        }
    }

    /** A new publication each time, as each has its bytes encoded once. */
    @Benchmark
    public Publication fanOut() {
        Publication publication =
                new Publication(TOPIC, Qos.AT_LEAST_ONCE, false, payload, PublishProperties.NONE, "publisher", 0);
        router.deliver(publication);
        return publication;
    }
}
