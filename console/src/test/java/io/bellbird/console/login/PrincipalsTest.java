package io.bellbird.console.login;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.bellbird.broker.Administration;
import io.bellbird.broker.Broker;
import io.bellbird.broker.BrokerStartException;
import io.bellbird.broker.admin.AdminReply;
import io.bellbird.broker.admin.AdminRequest;
import io.bellbird.broker.config.AdminListener;
import io.bellbird.broker.config.BrokerConfig;
import io.bellbird.broker.config.ListenerConfig;
import io.bellbird.broker.routing.TopicFilter;
import io.bellbird.broker.security.Authorizer;
import io.bellbird.broker.security.Client;
import io.bellbird.broker.security.HashMethod;
import io.bellbird.broker.security.PasswordHash;
import io.bellbird.codec.Bytes;
import io.bellbird.codec.Qos;
import io.bellbird.codec.Topic;
import io.bellbird.console.access.Administrator;
import io.bellbird.console.access.Principal;
import io.bellbird.console.access.Scope;
import io.bellbird.console.http.Problem;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What those may see and do who were let in. */
class PrincipalsTest {
    @TempDir
    private Path folder;

    private final AtomicReference<Administration> administration = new AtomicReference<>();
    private final AtomicLong nanos = new AtomicLong();
    private Broker broker;

    @AfterEach
    void stop() {
        broker.close();
    }

    private Administration start(Broker.Builder builder) throws BrokerStartException {
        broker = builder.adminHandler(given -> {
                    administration.set(given);
                    return (AdminRequest request, AdminReply reply) -> {};
                })
                .start();
        return administration.get();
    }

    private static BrokerConfig.Builder config() {
        return BrokerConfig.ephemeral().toBuilder().adminListener(new AdminListener("127.0.0.1", 0, true));
    }

    private static AdminRequest request(String peer, Map<String, List<String>> headers) {
        return new AdminRequest("GET", "/api/me", "", Map.of(), headers, Bytes.EMPTY, peer);
    }

    private static Principal user(Administration broker, String name) {
        ListenerConfig listener = broker.broker().config().listeners().get(0);
        return new MqttUser(broker, name, "127.0.0.1:1", listener, true);
    }

    private static Topic topic(String text) {
        return Topic.of(text);
    }

    @Test
    void a_user_sees_over_http_what_he_may_over_mqtt() throws Exception {
        Path rights = Files.writeString(
                folder.resolve("rights"),
                "user bob\ntopic read home/#\ntopic write shop/bell\nuser ann\ntopic read x\n");
        Administration admin = start(Broker.builder(
                config().aclFile(rights).adminUsers(Set.of("root")).build()));
        Principal bob = user(admin, "bob");

        assertThat(bob.maySee(topic("home/kitchen"))).isTrue();
        assertThat(bob.maySee(topic("shop/bell"))).isFalse();
        assertThat(bob.maySubscribe(TopicFilter.parse("home/#"))).isTrue();
        assertThat(bob.maySubscribe(TopicFilter.parse("shop/#"))).isFalse();
        assertThat(bob.mayPublish(topic("shop/bell"), false)).isTrue();
        assertThat(bob.mayPublish(topic("home/kitchen"), true)).isFalse();
        assertThat(user(admin, "ann").maySee(topic("home/kitchen"))).isFalse();
        assertThat(user(admin, "nobody").maySee(topic("home/kitchen"))).isFalse();
        assertThat(user(admin, "root").maySee(topic("home/kitchen"))).isTrue();
        assertThat(user(admin, "root").mayPublish(topic("$SYS/broker/uptime"), false))
                .isFalse();

        Files.writeString(rights, "user bob\ntopic read shop/#\n");
        broker.reload(broker.config().toBuilder().adminUsers(Set.of()).build());

        assertThat(bob.maySee(topic("home/kitchen"))).as("asked again").isFalse();
        assertThat(bob.maySee(topic("shop/bell"))).isTrue();
        assertThat(user(admin, "root").maySee(topic("home/kitchen"))).isFalse();
    }

    @Test
    void who_only_says_what_may_be_subscribed_to_says_what_is_seen() throws Exception {
        Authorizer own = new Authorizer() {
            @Override
            public Verdict mayPublish(Client client, Topic topic, Qos qos, boolean retain, Consumer<Verdict> later) {
                return Verdict.LATER;
            }

            @Override
            public Verdict maySubscribe(Client client, TopicFilter filter, Qos qos, Consumer<Verdict> later) {
                return filter.text().equals("a") ? Verdict.ALLOWED : Verdict.DENIED;
            }
        };
        Administration admin = start(Broker.builder(config().build()).authorizer(own));

        assertThat(user(admin, "bob").maySee(topic("a"))).isTrue();
        assertThat(user(admin, "bob").maySee(topic("b"))).isFalse();
        assertThat(user(admin, "bob").mayPublish(topic("a"), false)).as("later").isFalse();
    }

    @Test
    void a_token_is_limited_to_its_filters() throws Exception {
        start(Broker.builder(config().build()));
        Tokens tokens = new Tokens(Optional.of(folder), InstantSource.system());
        Principal reader = bearer(tokens, Set.of(Scope.READ), "home/+/temperature", "shop/#");

        assertThat(reader.maySee(topic("home/kitchen/temperature"))).isTrue();
        assertThat(reader.maySee(topic("home/kitchen"))).isFalse();
        assertThat(reader.maySubscribe(TopicFilter.parse("shop/+/a"))).isTrue();
        assertThat(reader.maySubscribe(TopicFilter.parse("shop"))).isTrue();
        assertThat(reader.maySubscribe(TopicFilter.parse("home/+/temperature"))).isTrue();
        assertThat(reader.maySubscribe(TopicFilter.parse("home/#"))).isFalse();
        assertThat(reader.maySubscribe(TopicFilter.parse("#"))).isFalse();
        assertThat(reader.mayPublish(topic("shop/a"), false))
                .as("it has not the scope")
                .isFalse();
        Principal publisher = bearer(tokens, Set.of(Scope.PUBLISH));
        assertThat(publisher.mayPublish(topic("shop/a"), false)).isTrue();
        assertThat(publisher.mayPublish(topic("$SYS/a"), false)).isFalse();
        assertThat(publisher.maySee(topic("shop/a"))).isFalse();
        Principal all = bearer(tokens, Set.of(Scope.READ), "#");
        assertThat(all.maySubscribe(TopicFilter.parse("$SYS/#"))).isFalse();
        assertThat(all.maySubscribe(TopicFilter.parse("+/a"))).isTrue();

        tokens.revoke(reader.name().replace("token ", ""));

        assertThat(reader.maySee(topic("shop/a"))).isFalse();
        assertThat(reader.mayStay()).isFalse();
    }

    private static Principal bearer(Tokens tokens, Set<Scope> scopes, String... filters) {
        String secret = Secrets.create();
        AccessToken token = new AccessToken(
                "t" + tokens.all().size(),
                Secrets.digest(secret),
                scopes,
                List.of(filters).stream().map(TopicFilter::parse).toList(),
                0,
                null);
        tokens.add(token);
        return new TokenBearer(tokens.find(secret).orElseThrow(), tokens);
    }

    @Test
    void a_token_ends_when_it_expires() throws Exception {
        start(Broker.builder(config().build()));
        AtomicLong millis = new AtomicLong();
        Tokens tokens = new Tokens(Optional.empty(), () -> Instant.ofEpochMilli(millis.get()));
        tokens.add(new AccessToken("t", Secrets.digest("x"), Set.of(Scope.READ), List.of(), 0, 1_000L));
        Principal bearer = new TokenBearer(tokens.find("x").orElseThrow(), tokens);

        millis.set(999);
        assertThat(bearer.maySee(topic("a"))).isTrue();
        millis.set(1_000);

        assertThat(bearer.maySee(topic("a"))).isFalse();
        assertThat(tokens.find("x")).isEmpty();
    }

    @Test
    void strangers_do_not_come_in_by_a_listener_for_this_machine() throws Exception {
        Administration admin = start(Broker.builder(config().allowAnonymous(true)
                .listeners(List.of(ListenerConfig.local(0)))
                .build()));
        Entrances entrances = new Entrances(admin.broker(), admin.authenticator());
        Map<String, List<String>> host = Map.of("host", List.of("broker:9883"));

        assertThat(entrances.ofAnonymous(request("127.0.0.1:5", host))).isPresent();
        assertThat(entrances.ofAnonymous(request("[::1]:5", host))).isPresent();
        assertThat(entrances.ofAnonymous(request("192.0.2.7:5", host))).isEmpty();
        assertThat(entrances.ofUsers(request("192.0.2.7:5", host))).isEmpty();
        assertThat(entrances.ofAnonymous(
                        request("127.0.0.1:5", Map.of("host", List.of("a.example"), "x-forwarded-for", List.of("x")))))
                .isEmpty();
    }

    @Test
    void users_with_a_password_come_in_from_everywhere() throws Exception {
        Path users = Files.writeString(folder.resolve("users"), "");
        Administration admin = start(Broker.builder(config().passwordFile(users)
                .listeners(List.of(ListenerConfig.local(0)))
                .build()));
        Entrances entrances = new Entrances(admin.broker(), admin.authenticator());

        assertThat(entrances.ofUsers(request("192.0.2.7:5", Map.of()))).isPresent();
        assertThat(entrances.ofAnonymous(request("192.0.2.7:5", Map.of("host", List.of("broker")))))
                .isEmpty();
    }

    @Test
    void nobody_comes_in_by_a_name_that_a_stranger_may_have_made_up() throws Exception {
        Administration admin = start(Broker.builder(config().allowAnonymous(true)
                .listeners(List.of(ListenerConfig.at("", 0)))
                .build()));
        Entrances entrances = new Entrances(admin.broker(), admin.authenticator());

        for (String own : List.of("192.0.2.1:9883", "[2001:db8::1]:9883", "broker", "broker.local:1", "127.0.0.1")) {
            assertThat(entrances.ofAnonymous(request("192.0.2.7:5", Map.of("host", List.of(own)))))
                    .as(own)
                    .isPresent();
        }
        assertThat(entrances.ofAnonymous(request("192.0.2.7:5", Map.of("host", List.of("rebound.example:9883")))))
                .isEmpty();
    }

    @Test
    void an_address_asks_only_so_often() throws BrokerStartException, IOException {
        Path token = folder.resolve("admin.token");
        Administration admin = start(Broker.builder(config().build()).adminToken(token));
        Access access = new Access(admin, Optional.empty(), nanos::get);
        AdminRequest request = request("192.0.2.7:5", Map.of());
        for (int i = 0; i < Access.REQUESTS_AT_ONCE; i++) {
            access.admit(request);
        }

        assertThatThrownBy(() -> access.admit(request))
                .isInstanceOf(Problem.class)
                .hasMessageContaining("more than 200 requests a second come from 192.0.2.7");
        access.admit(request("192.0.2.8:5", Map.of()));
        access.admit(request(
                "192.0.2.7:5",
                Map.of(
                        "authorization",
                        List.of("Bearer " + Files.readString(token).strip()))));
        nanos.addAndGet(TimeUnit.SECONDS.toNanos(1) / Access.REQUESTS_A_SECOND + 1);
        access.admit(request);
    }

    @Test
    void an_address_guesses_only_so_often() throws Exception {
        byte[] right = "hidden".getBytes(StandardCharsets.UTF_8);
        Path users = Files.writeString(
                folder.resolve("users"), "bob:" + PasswordHash.of(right, new HashMethod.Sha512()) + "\n");
        Administration admin = start(Broker.builder(config().passwordFile(users).build()));
        Passwords passwords = new Passwords(admin, nanos::get);
        AdminRequest request = request("127.0.0.1:5", Map.of());
        for (int i = 0; i < 2 * Passwords.FAILURES_AT_ONCE; i++) {
            assertThat(passwords.check(request, "bob", "hidden").join().name()).isEqualTo("bob");
        }
        for (int i = 0; i < Passwords.FAILURES_AT_ONCE; i++) {
            passwords.check(request, "bob", "guess" + i);
        }

        assertThat(passwords.check(request, "bob", "hidden"))
                .failsWithin(0, TimeUnit.SECONDS)
                .withThrowableOfType(ExecutionException.class)
                .withMessageContaining("too many logins from 127.0.0.1 have failed: try again in 6 s");
        nanos.addAndGet(TimeUnit.SECONDS.toNanos(7));
        assertThat(passwords.check(request, "bob", "hidden").join().name()).isEqualTo("bob");
    }

    @Test
    void a_session_ends_when_nothing_is_asked_for_long() throws BrokerStartException {
        start(Broker.builder(config().build()));
        BrowserSessions sessions = new BrowserSessions(nanos::get);
        String secret = sessions.begin(new Administrator("x"));
        BrowserSession session = sessions.find(secret).orElseThrow();

        nanos.addAndGet(BrowserSessions.IDLE_NANOS - 1);
        assertThat(sessions.find(secret)).isPresent();
        nanos.addAndGet(BrowserSessions.IDLE_NANOS);

        assertThat(sessions.find(secret)).isEmpty();
        assertThat(session.mayStay()).isFalse();
        assertThat(session.maySee(topic("a"))).isFalse();
    }

    @Test
    void one_principal_has_only_so_many_sessions() throws BrokerStartException {
        start(Broker.builder(config().build()));
        BrowserSessions sessions = new BrowserSessions(nanos::get);
        String other = sessions.begin(new Administrator("other"));
        String first = sessions.begin(new Administrator("x"));
        for (int i = 0; i < BrowserSessions.OF_PRINCIPAL_MAX; i++) {
            sessions.begin(new Administrator("x"));
        }

        assertThat(sessions.find(first)).isEmpty();
        assertThat(sessions.find(other)).isPresent();
    }

    @Test
    void a_code_to_log_in_ends_after_a_minute() throws BrokerStartException {
        start(Broker.builder(config().build()));
        LoginCodes codes = new LoginCodes(nanos::get);
        String early = codes.create(new Administrator("x"));
        String late = codes.create(new Administrator("x"));

        nanos.addAndGet(TimeUnit.SECONDS.toNanos(LoginCodes.SECONDS));
        assertThat(codes.take(early)).isPresent();
        assertThat(codes.take(early)).isEmpty();
        nanos.incrementAndGet();

        assertThat(codes.take(late)).isEmpty();
    }
}
