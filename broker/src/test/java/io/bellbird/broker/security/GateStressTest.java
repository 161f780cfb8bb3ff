package io.bellbird.broker.security;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Some ban and lift while others ask. */
@Timeout(60)
class GateStressTest {
    private static final int ROUNDS = 100_000;

    @Test
    void who_was_banned_is_not_let_in_and_who_was_let_in_again_is() {
        Gate gate = new Gate(System::nanoTime);
        List<CompletableFuture<Void>> all = IntStream.range(0, 3)
                .mapToObj(own -> CompletableFuture.runAsync(() -> {
                    Client client = new Client("c" + own, null, "192.0.2." + own + ":1", null);
                    for (int i = 0; i < ROUNDS; i++) {
                        gate.banClient(client.clientId(), 60);
                        assertThat(gate.isBanned(client)).isTrue();
                        gate.liftClient(client.clientId());
                        assertThat(gate.isBanned(client)).isFalse();
                    }
                }))
                .toList();
        all.forEach(CompletableFuture::join);
        assertThat(gate.bans()).isEmpty();
    }
}
