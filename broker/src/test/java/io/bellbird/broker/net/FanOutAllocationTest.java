package io.bellbird.broker.net;

import static org.assertj.core.api.Assertions.assertThat;

import io.bellbird.broker.AllocatedBytes;
import io.bellbird.broker.config.BrokerConfig;
import io.bellbird.broker.config.ListenerConfig;
import io.bellbird.broker.monitor.Host;
import io.bellbird.broker.routing.Interest;
import io.bellbird.broker.routing.Publication;
import io.bellbird.broker.routing.RetainedMessages;
import io.bellbird.broker.security.Authenticator;
import io.bellbird.broker.security.Authorizer;
import io.bellbird.broker.shard.Homes;
import io.bellbird.broker.shard.Shard;
import io.bellbird.broker.shard.Shared;
import io.bellbird.broker.store.MemoryStore;
import io.bellbird.codec.Bytes;
import io.bellbird.codec.Connect;
import io.bellbird.codec.MqttVersion;
import io.bellbird.codec.PublishProperties;
import io.bellbird.codec.Qos;
import io.bellbird.codec.SubscriptionIdentifiers;
import io.bellbird.codec.Topic;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.UnpooledByteBufAllocator;
import io.netty.channel.embedded.EmbeddedChannel;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** See {@code FanOutBenchmark} for what it costs in time. */
class FanOutAllocationTest {
    private static final int RECEIVERS = 50;
    /** The second receiver makes keeping the bytes worth it; those after it get a copy. */
    private static final int RECEIVERS_UNTIL_KEPT = 2;

    private static final int TURNS = 500;

    /** Without a detector of leaks, which notes each use of a buffer when other tests have asked for that. */
    private final ByteBufAllocator memory = new UnpooledByteBufAllocator(true, true);

    private final EmbeddedChannel thread = new EmbeddedChannel();
    private final List<EmbeddedChannel> channels = new ArrayList<>();
    private final List<ChannelWire> wires = new ArrayList<>();

    @BeforeEach
    void connect() throws IOException {
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
        Homes homes = shared.homes();
        ConnectionLimit limit = new ConnectionLimit(new ConnectionLimit.Limit("all", RECEIVERS), shared.clock());
        Listener listener = new Listener(
                shared, ListenerConfig.local(0), new ShardLoops(List.of(loop), homes), limit, Optional.empty());
        for (int i = 0; i < RECEIVERS; i++) {
            EmbeddedChannel channel = new EmbeddedChannel();
            channel.config().setAllocator(memory);
            channels.add(channel);
            wires.add(new ChannelWire(new MqttChannel(listener, channel, loop), channel, loop, null));
        }
    }

    @AfterEach
    void disconnect() {
        channels.forEach(EmbeddedChannel::finishAndReleaseAll);
        thread.finishAndReleaseAll();
    }

    @ParameterizedTest
    @CsvSource({"V3_1_1, AT_MOST_ONCE", "V3_1_1, AT_LEAST_ONCE", "V5, AT_MOST_ONCE", "V5, AT_LEAST_ONCE"})
    void a_further_receiver_of_the_same_bytes_allocates_nothing(MqttVersion version, Qos qos) {
        // given
        wires.forEach(wire -> wire.agree(version, Connect.Properties.NO_LIMIT, 0));
        AllocatedBytes bytes = new AllocatedBytes();
        for (int turn = 0; turn < TURNS; turn++) {
            publish(publication(qos), 0, RECEIVERS); // now each has a buffer
            Publication publication = publication(qos);
            publish(publication, 0, RECEIVERS_UNTIL_KEPT);
            // when
            bytes.begin();
            publish(publication, RECEIVERS_UNTIL_KEPT, RECEIVERS);
            bytes.end();
            endTurn();
        }
        // then
        assertThat(bytes.lowest()).isZero();
    }

    private static Publication publication(Qos qos) {
        return new Publication(
                Topic.of("plant/hall7/temperature"),
                qos,
                false,
                Bytes.wrap(new byte[64]),
                PublishProperties.NONE,
                "publisher",
                0);
    }

    private void publish(Publication publication, int first, int end) {
        int packetId = publication.qos() == Qos.AT_MOST_ONCE ? 0 : 7;
        for (int i = first; i < end; i++) {
            wires.get(i).publish(publication, packetId, publication.qos(), false, false, SubscriptionIdentifiers.NONE);
        }
    }

    /** Everything leaves, twice the same packet for each receiver. */
    private void endTurn() {
        thread.runPendingTasks();
        for (EmbeddedChannel channel : channels) {
            assertThat(channel.outboundMessages()).hasSize(1);
            channel.releaseOutbound();
        }
    }
}
