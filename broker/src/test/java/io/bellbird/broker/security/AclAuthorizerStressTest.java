package io.bellbird.broker.security;

import static org.assertj.core.api.Assertions.assertThat;

import io.bellbird.broker.config.BrokerConfig;
import io.bellbird.broker.config.ListenerConfig;
import io.bellbird.codec.Qos;
import io.bellbird.codec.Topic;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Shards ask while others reload, and refusals are logged. */
class AclAuthorizerStressTest {
    private static final int RELOADS = 20_000;

    @TempDir
    private Path folder;

    @Test
    void who_asks_during_reloads_hears_the_old_rights_or_the_new_ones() throws Exception {
        // given
        ListenerConfig listener = ListenerConfig.local(0);
        BrokerConfig open = config(listener, "open", "topic both/1", "topic both/2");
        BrokerConfig shut = config(listener, "shut", "topic deny both/#");
        AtomicLong nanos = new AtomicLong();
        AclAuthorizer authorizer = AclAuthorizer.read(open, () -> nanos.addAndGet(1_000_000));
        Runnable toOpen = authorizer.prepare(open);
        Runnable toShut = authorizer.prepare(shut);
        AtomicBoolean done = new AtomicBoolean();
        // when
        List<CompletableFuture<Void>> shards = List.of(
                CompletableFuture.runAsync(() -> ask(authorizer, listener, "a", done)),
                CompletableFuture.runAsync(() -> ask(authorizer, listener, "b", done)));
        for (int i = 0; i < RELOADS; i++) {
            (i % 2 == 0 ? toShut : toOpen).run();
        }
        toOpen.run();
        done.set(true);
        // then
        shards.forEach(CompletableFuture::join);
        assertThat(authorizer.mayReceive(new Client("a", null, "", listener), Topic.of("both/1")))
                .isTrue();
    }

    private static void ask(AclAuthorizer authorizer, ListenerConfig listener, String clientId, AtomicBoolean done) {
        Client client = new Client(clientId, null, "192.0.2.1:1", listener);
        Topic topic = Topic.of("both/1");
        Topic never = Topic.of("never");
        while (!done.get()) {
            authorizer.mayPublish(client, topic, Qos.AT_MOST_ONCE, false, later -> {});
            assertThat(authorizer.mayReceive(client, never)).isFalse();
            String reason = authorizer.explain(client, "both/1", Access.PUBLISH).reason();
            assertThat(reason).matches(".*(open:1: topic both/1|shut:1: topic deny both/#)");
        }
    }

    private BrokerConfig config(ListenerConfig listener, String name, String... lines) throws Exception {
        Path file = Files.write(folder.resolve(name), List.of(lines));
        return BrokerConfig.ephemeral().toBuilder()
                .listeners(List.of(listener))
                .aclFile(file)
                .build();
    }
}
