package io.bellbird.broker.net;

import static org.assertj.core.api.Assertions.assertThat;

import io.bellbird.broker.Broker;
import io.bellbird.broker.config.BrokerConfig;
import io.bellbird.broker.security.Authenticator;
import io.bellbird.broker.store.MemoryStore;
import io.bellbird.broker.store.SessionStore;
import java.lang.Thread.UncaughtExceptionHandler;
import java.lang.reflect.Proxy;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** When Java itself cannot go on, the program is told, instead of a shard going on with half of what it had to do. */
class FatalErrorTest {
    /** MQTT 3.1.1, Clean Session 0; a client id of one character follows. */
    private static final String CONNECT = "\020\015\0\004MQTT\004\0\0\0\0\001";

    private final CompletableFuture<Throwable> told = new CompletableFuture<>();
    private UncaughtExceptionHandler before;

    @BeforeEach
    void listen() {
        before = Thread.getDefaultUncaughtExceptionHandler();
        Thread.setDefaultUncaughtExceptionHandler((thread, failure) -> told.complete(failure));
    }

    @AfterEach
    void restore() {
        Thread.setDefaultUncaughtExceptionHandler(before);
    }

    /** Clients move to the shard that is their home: of several, some do and some do not. */
    @ParameterizedTest
    @ValueSource(strings = {"a", "b", "c", "d", "e", "f"})
    void an_error_while_a_packet_is_handled_is_told(String clientId) throws Exception {
        Authenticator endless = (credentials, answer) -> recurse(1);
        BrokerConfig config = BrokerConfig.ephemeral().toBuilder().shards(2).build();
        try (Broker broker = Broker.builder(config).authenticator(endless).start()) {
            assertThat(toldAfterConnect(broker, clientId)).isInstanceOf(StackOverflowError.class);
        }
    }

    @Test
    void an_error_while_a_turn_ends_is_told() throws Exception {
        MemoryStore memory = new MemoryStore();
        SessionStore broken = (SessionStore) Proxy.newProxyInstance(
                SessionStore.class.getClassLoader(),
                new Class<?>[] {SessionStore.class},
                (proxy, method, arguments) -> {
                    if (method.getName().equals("commit")) {
                        throw new OutOfMemoryError("injected");
                    }
                    return method.invoke(memory, arguments);
                });
        try (Broker broker = Broker.builder(BrokerConfig.ephemeral())
                .store((retained, nanos) -> broken)
                .start()) {
            assertThat(toldAfterConnect(broker, "c")).hasMessage("injected");
        }
    }

    private static int recurse(int depth) {
        return depth == 0 ? 0 : 1 + recurse(depth + 1);
    }

    private Throwable toldAfterConnect(Broker broker, String clientId) throws Exception {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), broker.port())) {
            socket.getOutputStream().write((CONNECT + clientId).getBytes(StandardCharsets.ISO_8859_1));
            return told.get(20, TimeUnit.SECONDS);
        }
    }
}
