package io.bellbird.console.login;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.bellbird.broker.Broker;
import io.bellbird.broker.BrokerStartException;
import io.bellbird.broker.admin.AdminHandler;
import io.bellbird.broker.admin.AdminReply;
import io.bellbird.broker.admin.AdminRequest;
import io.bellbird.broker.admin.TextSource;
import io.bellbird.broker.config.AdminListener;
import io.bellbird.broker.config.BrokerConfig;
import io.bellbird.console.access.Scope;
import io.bellbird.console.http.Api;
import io.bellbird.console.http.Call;
import io.bellbird.console.http.EventReader;
import io.bellbird.console.http.Events;
import io.bellbird.console.http.RestClient;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Streams end with those who opened them, and there are only so many. */
class StreamsTest {
    private static final int OF_ADDRESS_MAX = 32;

    @TempDir
    private Path folder;

    private Broker broker;
    private Access access;
    private Api api;

    @BeforeEach
    void start() throws BrokerStartException {
        broker = Broker.builder(BrokerConfig.ephemeral().toBuilder()
                        .allowAnonymous(true)
                        .adminListener(new AdminListener("127.0.0.1", 0, true))
                        .build())
                .adminHandler(administration -> {
                    access = new Access(administration, Optional.of(folder));
                    api = new Api(access, event -> {});
                    api.get("/api/stream", Scope.READ, StreamsTest::stream);
                    return new AdminHandler() {
                        @Override
                        public void handle(AdminRequest request, AdminReply reply) {
                            api.handle(request, reply);
                        }

                        @Override
                        public void onReload() {
                            api.onReload();
                        }
                    };
                })
                .start();
    }

    @AfterEach
    void stop() {
        broker.close();
    }

    private static void stream(Call call) {
        boolean[] said = new boolean[1];
        call.stream(new TextSource() {
                    @Override
                    public @Nullable String next() {
                        String text = said[0]
                                ? null
                                : Events.event("hello", call.principal().name());
                        said[0] = true;
                        return text;
                    }

                    @Override
                    public void onEnd() {}
                })
                .run();
    }

    private RestClient nobody() {
        return new RestClient(broker.adminAddress().orElseThrow().getPort(), Map.of());
    }

    @Test
    void the_stream_of_a_token_ends_with_it() {
        access.tokens()
                .add(new AccessToken(
                        "t",
                        Secrets.digest("x"),
                        Set.of(Scope.READ),
                        List.of(),
                        InstantSource.system().millis(),
                        null));
        try (EventReader events = nobody().with("authorization", "Bearer x").events("/api/stream")) {
            assertThat(events.next("hello").asText()).isEqualTo("token t");

            access.tokens().revoke("t");
            api.review();

            assertThatThrownBy(events::next).isInstanceOf(AssertionError.class).hasMessage("the stream has ended");
        }
    }

    @Test
    void the_stream_of_an_anonymous_client_ends_when_those_are_allowed_no_longer() throws Exception {
        try (EventReader events = nobody().events("/api/stream")) {
            assertThat(events.next("hello").asText()).isEqualTo("anonymous");

            broker.reload(broker.config().toBuilder().allowAnonymous(false).build());

            assertThatThrownBy(events::next).isInstanceOf(AssertionError.class).hasMessage("the stream has ended");
        }
    }

    @Test
    void an_address_has_only_so_many_streams() {
        List<EventReader> open = new ArrayList<>();
        for (int i = 0; i < OF_ADDRESS_MAX; i++) {
            open.add(nobody().events("/api/stream"));
        }

        RestClient.Answer refused = nobody().unchecked("GET", "/api/stream");

        assertThat(refused.problem(429)).contains("32 to this address");
        assertThat(refused.headers()).containsEntry("retry-after", "10");
        open.forEach(EventReader::close);
    }
}
