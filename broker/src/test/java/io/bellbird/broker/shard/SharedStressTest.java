package io.bellbird.broker.shard;

import static org.assertj.core.api.Assertions.assertThat;

import io.bellbird.broker.config.BrokerConfig;
import io.bellbird.broker.monitor.Host;
import io.bellbird.broker.routing.Interest;
import io.bellbird.broker.routing.Racers;
import io.bellbird.broker.routing.RetainedMessages;
import io.bellbird.broker.security.Authenticator;
import io.bellbird.broker.security.Authorizer;
import io.bellbird.broker.store.MemoryStore;
import io.bellbird.broker.store.Numbers;
import java.util.Arrays;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/** What one thread cannot show of {@link Shared}. */
class SharedStressTest {
    private static final int SHARDS = 3;
    private static final int SESSIONS_EACH = 1_000_000;

    private final Shared shared = new Shared(
            BrokerConfig.ephemeral(),
            () -> 0,
            new MemoryStore(),
            Authenticator.EVERYBODY,
            Authorizer.EVERYTHING,
            new Interest(1),
            new RetainedMessages(),
            Homes.hashed(SHARDS, 1),
            new Host("1.2.3", () -> 0));

    private void beginAndEnd(long[] numbers) {
        for (int i = 0; i < numbers.length; i++) {
            shared.sessionsChanged(1);
            numbers[i] = shared.newSessionNumber();
            shared.sessionsChanged(-1);
        }
    }

    @Test
    void no_two_sessions_have_one_number_and_none_is_counted_that_has_ended() throws Exception {
        long[][] numbers = new long[SHARDS][SESSIONS_EACH];

        Racers.race(() -> beginAndEnd(numbers[0]), () -> beginAndEnd(numbers[1]), () -> beginAndEnd(numbers[2]));

        long first = Numbers.beforeSessions(1) + 1;
        assertThat(Arrays.stream(numbers).flatMapToLong(Arrays::stream).sorted().toArray())
                .isEqualTo(
                        LongStream.range(first, first + SHARDS * SESSIONS_EACH).toArray());
        assertThat(shared.isRoomForSession(1)).isTrue();
        shared.sessionsChanged(1);
        assertThat(shared.isRoomForSession(1)).isFalse();
    }
}
