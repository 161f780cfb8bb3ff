package io.bellbird.broker.net;

import static org.assertj.core.api.Assertions.assertThat;

import io.bellbird.broker.routing.Racers;
import io.bellbird.broker.shard.Homes;
import io.netty.channel.DefaultEventLoop;
import io.netty.channel.EventLoop;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What one thread cannot show of {@link ShardLoops}. */
class ShardLoopsStressTest {
    private static final int LOOPS = 4;
    private static final int QUESTIONS_EACH = 1_000_000;
    /** Few, so that different threads often ask for the same. */
    private static final int CLIENT_IDS = 16;

    private final List<EventLoop> eventLoops =
            Stream.<EventLoop>generate(DefaultEventLoop::new).limit(LOOPS).toList();
    private final List<NettyShardLoop> loops = eventLoops.stream()
            .map(eventLoop -> new NettyShardLoop(eventLoop, () -> 0))
            .toList();
    private final ShardLoops asked = new ShardLoops(loops, Homes.hashed(LOOPS, 1));
    private final Homes homes = Homes.hashed(LOOPS, 1);

    @AfterEach
    void end() {
        eventLoops.forEach(EventLoop::shutdownGracefully);
    }

    private void ask(long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        for (int i = 0; i < QUESTIONS_EACH; i++) {
            String clientId = "client" + random.nextInt(CLIENT_IDS);
            assertSame(asked.home(clientId), loops.get(homes.ofClient(clientId)));
            int loop = random.nextInt(LOOPS);
            assertSame(asked.of(eventLoops.get(loop)), loops.get(loop));
        }
    }

    private static void assertSame(NettyShardLoop answer, NettyShardLoop expected) {
        if (answer != expected) {
            throw new AssertionError("a wrong loop was found");
        }
    }

    @Test
    void each_thread_finds_the_loop_that_it_asks_for() throws Exception {
        Racers.race(() -> ask(1), () -> ask(2), () -> ask(3));

        assertThat(asked.all()).isEqualTo(loops);
    }
}
