package io.bellbird.broker.net;

import static org.assertj.core.api.Assertions.assertThat;

import io.bellbird.broker.ErrorLines;
import io.bellbird.broker.config.BrokerConfig;
import io.bellbird.broker.config.ListenerConfig;
import io.bellbird.broker.conformance.RawClient;
import io.bellbird.broker.monitor.Counter;
import io.bellbird.broker.monitor.Host;
import io.bellbird.broker.routing.Interest;
import io.bellbird.broker.routing.RetainedMessages;
import io.bellbird.broker.security.Authenticator;
import io.bellbird.broker.security.Authorizer;
import io.bellbird.broker.shard.Homes;
import io.bellbird.broker.shard.Shared;
import io.bellbird.broker.store.MemoryStore;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.util.ReferenceCountUtil;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * A hundred clients over sockets, and an exception where bytes become packets, or packets bytes: one client pays, the
 * other 99 miss no message, and one line is logged.
 */
@Timeout(60)
class SocketIsolationTest {
    private static final int OTHERS = 99;
    private static final int SHARDS = 2;
    private static final String CONNECT = "10 (<MQTT> 05 02 0000 () <%s>)";
    /** Closed, since the broker is at fault. */
    private static final int UNSPECIFIED_ERROR = 0x80;

    private final ErrorLines errors = new ErrorLines();
    private final BlockingQueue<Channel> accepted = new LinkedBlockingQueue<>();
    private final List<RawClient> others = new ArrayList<>();
    private NettyServer server;
    private int port;

    @BeforeEach
    void start() throws Exception {
        ListenerConfig listener = Brokers.listener(settings -> settings);
        BrokerConfig config =
                Brokers.config(listener).toBuilder().shards(SHARDS).build();
        Shared shared = new Shared(
                config,
                System::nanoTime,
                new MemoryStore(),
                Authenticator.EVERYBODY,
                Authorizer.EVERYTHING,
                new Interest(1),
                new RetainedMessages(),
                Homes.hashed(SHARDS, 1),
                new Host("1.2.3", () -> 0));
        server = new NettyServer(shared, Transport.best(), TlsListeners.read(config));
        server.start();
        port = ((InetSocketAddress) server.bind(listener).get(0)).getPort();
        Channel listening = (Channel) ((List<?>) part("serverChannels")).get(0);
        listening.pipeline().addFirst(new ChannelInboundHandlerAdapter() {
            @Override
            public void channelRead(ChannelHandlerContext context, Object channel) {
                ((Channel) channel).pipeline().addFirst(new WhenPrepared());
                context.fireChannelRead(channel);
            }
        });
    }

    /** Notes a channel once the listener has put its handlers into it. */
    private final class WhenPrepared extends ChannelInboundHandlerAdapter {
        @Override
        public void channelRegistered(ChannelHandlerContext context) {
            context.pipeline().remove(this);
            accepted.add(context.channel());
            context.fireChannelRegistered();
        }
    }

    @AfterEach
    void stop() {
        others.forEach(RawClient::close);
        server.close();
        errors.close();
    }

    /** Channels and loops are nobody's business but the server's, and a fault must come from somewhere. */
    private Object part(String field) throws ReflectiveOperationException {
        var member = NettyServer.class.getDeclaredField(field);
        member.setAccessible(true);
        return member.get(server);
    }

    private RawClient open() {
        return RawClient.to(InetAddress.getLoopbackAddress(), port, 5);
    }

    private RawClient join(String clientId) {
        return open().connect(CONNECT.formatted(clientId)).subscribe("all", 1);
    }

    private void joinOthers(int count) {
        for (int i = 0; i < count; i++) {
            others.add(join("other-" + others.size()));
        }
    }

    /** The channel of the client that was the last to come. */
    private Channel lastAccepted() {
        List<Channel> channels = new ArrayList<>();
        accepted.drainTo(channels);
        return channels.get(channels.size() - 1);
    }

    /** Puts a fault into the channel of the client that was the last to come. */
    private void breakLast(Consumer<Channel> fault) throws Exception {
        breakChannel(lastAccepted(), fault);
    }

    /** On its loop, so that the fault is there before the next bytes are. */
    private static void breakChannel(Channel channel, Consumer<Channel> fault) throws Exception {
        channel.eventLoop().submit(() -> fault.accept(channel)).get(10, TimeUnit.SECONDS);
    }

    private void assertOthersGet(String... payloads) {
        for (RawClient other : others) {
            for (String payload : payloads) {
                assertThat(other.receive().text()).isEqualTo(payload);
            }
            other.expectNothing();
        }
    }

    private void publish(String payload) {
        try (RawClient publisher = open().connect(CONNECT.formatted("publisher"))) {
            publisher.send("32 (<all> 0001 () '%s')".formatted(payload)).expect("40 (0001)");
            publisher.disconnect();
        }
    }

    private void assertOneDefect(String line) throws Exception {
        assertThat(errors.lines()).singleElement().asString().contains(line);
        long bugs = 0;
        ShardLoops loops = (ShardLoops) part("loops");
        for (NettyShardLoop loop : loops.all()) {
            bugs += loop.eventLoop()
                    .submit(() -> loop.shard().counters().get(Counter.BUGS))
                    .get(10, TimeUnit.SECONDS);
        }
        assertThat(bugs).isEqualTo(1);
    }

    @Test
    void bytes_that_fail_to_be_decoded_cost_the_client_that_sent_them() throws Exception {
        joinOthers(OTHERS / 2);
        try (RawClient victim = join("victim")) {
            breakLast(channel -> channel.pipeline().addFirst(new Undecodable()));
            joinOthers(OTHERS - OTHERS / 2);

            victim.send("C0 00");
            publish("x");

            victim.expectDisconnect(UNSPECIFIED_ERROR);
        }
        assertOthersGet("x");
        assertOneDefect("client=victim");
    }

    @Test
    void bytes_that_fail_to_be_decoded_before_connect_cost_that_connection() throws Exception {
        joinOthers(OTHERS);
        lastAccepted();
        try (RawClient victim = open()) {
            Channel channel = accepted.poll(10, TimeUnit.SECONDS);
            assertThat(channel).isNotNull();
            breakChannel(channel, broken -> {
                String mqtt = broken.pipeline().lastContext().name();
                broken.pipeline().addBefore(mqtt, null, new Undecodable());
            });

            victim.send(CONNECT.formatted("victim"));
            publish("x");

            victim.expectClosed();
        }
        assertOthersGet("x");
        assertOneDefect("from=");
    }

    @Test
    void a_message_that_fails_to_be_encoded_costs_its_receiver() throws Exception {
        joinOthers(OTHERS / 2);
        try (RawClient victim = join("victim")) {
            breakLast(channel -> channel.config().setAllocator(BrokenBuffers.unencodable()));
            joinOthers(OTHERS - OTHERS / 2);

            publish("x");
            publish("y");

            victim.expectClosed();
        }
        assertOthersGet("x", "y");
        assertOneDefect("client=victim");
    }

    @Test
    void a_turn_that_fails_to_flush_one_channel_flushes_the_others() throws Exception {
        joinOthers(OTHERS / 2);
        try (RawClient victim = join("victim")) {
            breakLast(channel -> channel.config().setAllocator(BrokenBuffers.unflushable()));
            joinOthers(OTHERS - OTHERS / 2);

            publish("x");
            publish("y");

            victim.expectClosed();
        }
        assertOthersGet("x", "y");
        assertOneDefect("to=");
    }

    /** What comes fails to be decoded. */
    private static final class Undecodable extends ChannelInboundHandlerAdapter {
        @Override
        public void channelRead(ChannelHandlerContext context, Object bytes) {
            ReferenceCountUtil.release(bytes);
            context.fireChannelRead(BrokenBuffers.undecodable());
        }
    }
}
