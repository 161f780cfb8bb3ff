package io.bellbird.broker.net;

import io.bellbird.broker.config.BrokerConfig;
import io.bellbird.broker.config.ListenerConfig;
import io.bellbird.broker.monitor.Host;
import io.bellbird.broker.routing.Interest;
import io.bellbird.broker.routing.Publication;
import io.bellbird.broker.routing.Receiver;
import io.bellbird.broker.routing.RetainedMessages;
import io.bellbird.broker.routing.RouteCache;
import io.bellbird.broker.routing.Router;
import io.bellbird.broker.routing.Subscriber;
import io.bellbird.broker.routing.SubscriptionTree;
import io.bellbird.broker.routing.TopicFilter;
import io.bellbird.broker.security.Authenticator;
import io.bellbird.broker.security.Authorizer;
import io.bellbird.broker.shard.Shard;
import io.bellbird.broker.shard.Shared;
import io.bellbird.broker.store.MemoryStore;
import io.bellbird.codec.Bytes;
import io.bellbird.codec.PublishProperties;
import io.bellbird.codec.Qos;
import io.bellbird.codec.SubscriptionOptions;
import io.bellbird.codec.Topic;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.util.ReferenceCountUtil;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
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
import org.openjdk.jmh.annotations.Warmup;

/**
 * A publication of 64 bytes from its topic to the outboxes of all its receivers, each with a packet id of its own; and a
 * part of the flush that ends a turn with as many publications as a busy one has. Without sockets, which cost most.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(
        value = 2,
        jvmArgsAppend = {"-Xmx2g", "-XX:MaxDirectMemorySize=2g"})
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
public class FanOutBenchmark {
    private static final Topic TOPIC = Topic.of("plant/hall7/machine12/temperature");
    private static final int PUBLICATIONS_A_TURN = 64;
    private static final int PACKET_IDS = 65_535;

    @Param({"1", "10", "100", "1000", "10000"})
    public int receivers = 1;

    private final Interest interest = new Interest(1);
    private final SubscriptionTree tree = new SubscriptionTree(interest, 0);
    private final Router router = new Router(new RouteCache(tree, interest, 0, 1024), excluded -> {});
    private final EmbeddedChannel thread = new EmbeddedChannel();
    private final Bytes payload = Bytes.wrap(new byte[64]);

    /** Whose bytes are dropped instead of sent. */
    private static final class Sink extends EmbeddedChannel {
        @Override
        protected void handleOutboundMessage(Object message) {
            ReferenceCountUtil.release(message);
        }
    }

    /** A client that is connected. */
    private static final class Client implements Subscriber {
        private final ChannelWire wire;
        private int packetId;

        Client(ChannelWire wire) {
            this.wire = wire;
        }

        @Override
        public String clientId() {
            return "client";
        }

        @Override
        public boolean mayReceive(Topic topic) {
            return true;
        }

        @Override
        public void deliver(Publication publication, Receiver receiver) {
            packetId = packetId % PACKET_IDS + 1;
            wire.publish(publication, packetId, receiver.qos(), false, false, receiver.subscriptionIdentifiers());
        }

        @Override
        public void failed(Throwable bug) {
            throw new IllegalStateException(bug);
        }
    }

    @Setup
    public void connect() throws IOException {
        Shared shared = new Shared(
                BrokerConfig.builder().shards(1).build(),
                System::nanoTime,
                new MemoryStore(),
                Authenticator.WITHOUT_USERS,
                Authorizer.EVERYTHING,
                new Interest(1),
                new RetainedMessages(),
                clientId -> 0,
                new Host("", () -> 0));
        NettyShardLoop loop = new NettyShardLoop(thread.eventLoop(), shared.clock());
        loop.serve(Shard.create(shared, List.of(loop)).get(0));
        ShardLoops loops = new ShardLoops(List.of(loop), shared.homes());
        ConnectionLimit limit = new ConnectionLimit(new ConnectionLimit.Limit("all", receivers), shared.clock());
        Listener listener = new Listener(shared, ListenerConfig.local(0), loops, limit, Optional.empty());
        TopicFilter filter = TopicFilter.parse("plant/hall7/+/temperature");
        for (int i = 0; i < receivers; i++) {
            EmbeddedChannel channel = new Sink();
            ChannelWire wire = new ChannelWire(new MqttChannel(listener, channel, loop), channel, loop, null);
            tree.subscribe(new Client(wire), filter, SubscriptionOptions.of(Qos.AT_LEAST_ONCE), 0);
        }
    }

    @Benchmark
    @OperationsPerInvocation(PUBLICATIONS_A_TURN)
    public void fanOut() {
        for (int i = 0; i < PUBLICATIONS_A_TURN; i++) {
            router.deliver(
                    new Publication(TOPIC, Qos.AT_LEAST_ONCE, false, payload, PublishProperties.NONE, "publisher", 0),
                    router.routeHere(TOPIC));
        }
        thread.runPendingTasks();
    }
}
