package io.bellbird.broker.net;

import static org.assertj.core.api.Assertions.assertThat;

import io.bellbird.broker.config.BrokerConfig;
import io.bellbird.broker.config.ListenerConfig;
import io.bellbird.broker.config.ProxyProtocol;
import io.bellbird.broker.monitor.Host;
import io.bellbird.broker.routing.Interest;
import io.bellbird.broker.routing.RetainedMessages;
import io.bellbird.broker.security.Authenticator;
import io.bellbird.broker.security.Authorizer;
import io.bellbird.broker.shard.Shard;
import io.bellbird.broker.shard.Shared;
import io.bellbird.broker.store.MemoryStore;
import io.netty.buffer.Unpooled;
import io.netty.channel.embedded.EmbeddedChannel;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A proxy has the time of CONNECT for its header, on a clock of the test's own. */
class ProxyTimeoutTest {
    private final EmbeddedChannel channel = new EmbeddedChannel();
    private final LogLines log = new LogLines();

    @BeforeEach
    void connect() throws IOException {
        ListenerConfig config =
                ListenerConfig.builder("", 1883).proxyProtocol(ProxyProtocol.V1).build();
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
        NettyShardLoop loop = new NettyShardLoop(channel.eventLoop(), shared.clock());
        loop.serve(Shard.create(shared, List.of(loop)).get(0));
        ConnectionLimit limit = new ConnectionLimit(new ConnectionLimit.Limit("all", 1), shared.clock());
        ShardLoops loops = new ShardLoops(List.of(loop), shared.homes());
        channel.freezeTime();
        channel.pipeline().addLast(new Listener(shared, config, loops, limit, Optional.empty()));
    }

    @AfterEach
    void end() {
        channel.finishAndReleaseAll();
        log.close();
    }

    private void pass(int seconds) {
        channel.advanceTimeBy(seconds, TimeUnit.SECONDS);
        channel.runPendingTasks();
    }

    private void receive(String text) {
        channel.writeInbound(Unpooled.copiedBuffer(ProxyHeaders.text(text)));
    }

    @Test
    void a_header_that_goes_on_and_on_ends_the_connection_after_ten_seconds() throws InterruptedException {
        receive("PROXY");
        for (int i = 0; i < 9; i++) {
            pass(1);
            receive(i == 0 ? " " : "U");
        }
        assertThat(channel.isOpen()).isTrue();
        pass(1);
        assertThat(channel.isOpen()).isFalse();
        assertThat(log.next())
                .isEqualTo("from=unknown closed: no complete PROXY header has come within 10 seconds: only"
                        + " proxies that send one belong here");
    }

    @Test
    void a_header_buys_no_time_for_connect() throws InterruptedException {
        pass(9);
        receive("PROXY UNKNOWN\r\n");
        pass(1);
        assertThat(channel.isOpen()).isFalse();
        assertThat(log.next()).isEqualTo("from=unknown closed: the client has sent no CONNECT within 10 seconds");
    }
}
