package io.bellbird.broker.security;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import io.bellbird.broker.config.BrokerConfig;
import io.bellbird.broker.config.ListenerConfig;
import io.bellbird.broker.config.LoginLimits;
import io.bellbird.broker.routing.Racers;
import io.bellbird.broker.security.Authenticator.Credentials;
import io.bellbird.broker.security.HashMethod.Pbkdf2;
import io.bellbird.codec.Bytes;
import io.bellbird.codec.ReasonCode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;

/** What shards at the same time do to the users, their passwords and the throttle. */
@Timeout(120)
class LoginStressTest {
    private static final ListenerConfig LISTENER = ListenerConfig.at("", 1883);
    private static final int ROUNDS = 3_000;

    @TempDir
    private Path folder;

    private static String line(String user, String password) {
        return user + ":" + PasswordHash.of(password.getBytes(UTF_8), new Pbkdf2(5)) + "\n";
    }

    private static ReasonCode login(PasswordAuthenticator asked, String user, String password) {
        CompletableFuture<ReasonCode> answer = new CompletableFuture<>();
        Credentials credentials =
                new Credentials("client", user, Bytes.utf8(password), false, "127.0.0.1:1", LISTENER, false);
        asked.authenticate(credentials, (reason, why) -> answer.complete(reason));
        return answer.orTimeout(20, TimeUnit.SECONDS).join();
    }

    /** Bob is known now and then; nobody is let in by users that were replaced before the answer. */
    @Test
    void while_the_users_change_only_those_of_the_moment_are_let_in() throws Exception {
        Path with = Files.writeString(folder.resolve("with"), line("ann", "secret") + line("bob", "hidden"));
        Path without = Files.writeString(
                folder.resolve("without"), Files.readAllLines(with).get(0) + "\n");
        BrokerConfig.Builder config =
                BrokerConfig.builder().listeners(List.of(LISTENER)).loginLimits(new LoginLimits(0, 0));
        AtomicBoolean bobIsKnown = new AtomicBoolean(true);
        AtomicBoolean over = new AtomicBoolean();
        AtomicInteger letIn = new AtomicInteger();
        AtomicInteger unanswered = new AtomicInteger();
        AtomicInteger wrong = new AtomicInteger();
        try (PasswordAuthenticator asked =
                new PasswordAuthenticator(config.passwordFile(with).build())) {
            Racers.Task ann = () -> {
                while (!over.get()) {
                    assertThat(login(asked, "ann", "secret")).isEqualTo(ReasonCode.SUCCESS);
                }
            };
            Racers.Task bob = () -> {
                for (int i = 0; !over.get(); i++) {
                    while (unanswered.get() > 1_000 && !over.get()) {
                        Thread.onSpinWait();
                    }
                    unanswered.incrementAndGet();
                    asked.authenticate(
                            new Credentials(
                                    "client", "bob", Bytes.utf8("hidden"), false, "192.0.2.1:" + i, LISTENER, false),
                            (reason, why) -> {
                                unanswered.decrementAndGet();
                                if (reason == ReasonCode.SUCCESS) {
                                    letIn.incrementAndGet();
                                    if (!bobIsKnown.get()) {
                                        wrong.incrementAndGet();
                                    }
                                }
                            });
                }
            };
            Racers.Task reload = () -> {
                for (int i = 0; i < 200 || (letIn.get() == 0 && i < 10_000); i++) {
                    Runnable unknown =
                            asked.prepare(config.passwordFile(without).build());
                    Runnable known = asked.prepare(config.passwordFile(with).build());
                    unknown.run();
                    bobIsKnown.set(false);
                    assertThat(login(asked, "ann", "secret")).isEqualTo(ReasonCode.SUCCESS);
                    bobIsKnown.set(true);
                    known.run();
                }
                over.set(true);
            };
            Racers.race(ann, ann, bob, reload);
            assertThat(letIn).hasPositiveValue();
            assertThat(wrong).hasValue(0);
        }
    }

    @Test
    void the_same_check_is_made_once_at_a_time_and_too_many_are_refused() throws Exception {
        try (PasswordChecks checks = new PasswordChecks()) {
            CountDownLatch go = new CountDownLatch(1);
            AtomicInteger made = new AtomicInteger();
            Racers.Task client = () -> {
                for (int i = 0; i < PasswordChecks.CHECKS_MAX; i++) {
                    assertThat(checks.start(Bytes.utf8("key " + i), () -> {
                                await(go);
                                return made.incrementAndGet() > 0;
                            }))
                            .isPresent();
                }
            };
            Racers.race(client, client, client);
            assertThat(checks.start(Bytes.utf8("one more"), () -> true)).isEmpty();
            Optional<CompletableFuture<Boolean>> last =
                    checks.start(Bytes.utf8("key " + (PasswordChecks.CHECKS_MAX - 1)), () -> false);
            go.countDown();

            assertThat(last.orElseThrow().get(20, TimeUnit.SECONDS)).isTrue();
        }
    }

    /** Who finds that another has just begun the same check needs no room of its own. */
    @Test
    void the_last_room_is_for_everyone_who_asks_for_the_same_check() throws Exception {
        for (int round = 0; round < ROUNDS; round++) {
            try (PasswordChecks checks = new PasswordChecks()) {
                CountDownLatch go = new CountDownLatch(1);
                for (int i = 1; i < PasswordChecks.CHECKS_MAX; i++) {
                    checks.start(Bytes.utf8("key " + i), () -> await(go));
                }
                CyclicBarrier together = new CyclicBarrier(2);
                Racers.Task client = () -> {
                    together.await();
                    assertThat(checks.start(Bytes.utf8("last"), () -> await(go)))
                            .isPresent();
                };
                Racers.race(client, client);
                go.countDown();
            }
        }
    }

    private static boolean await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        return true;
    }

    @Test
    void a_check_that_fails_says_so_and_leaves_room() throws Exception {
        Logger logger = (Logger) LoggerFactory.getLogger(PasswordChecks.class);
        logger.setLevel(Level.OFF);
        try (PasswordChecks checks = new PasswordChecks()) {
            for (int i = 0; i <= PasswordChecks.CHECKS_MAX; i++) {
                CompletableFuture<Boolean> result = checks.start(Bytes.utf8("key"), () -> {
                            throw new IllegalStateException("injected: the check fails");
                        })
                        .orElseThrow();
                assertThat(result.handle((matches, failure) -> failure).get(20, TimeUnit.SECONDS))
                        .isInstanceOf(IllegalStateException.class);
            }
        } finally {
            logger.setLevel(null);
        }
    }

    @Test
    void passwords_that_were_verified_are_bounded() throws Exception {
        VerifiedPasswords verified = new VerifiedPasswords();
        Racers.Task shard = () -> {
            for (int i = 0; i < ROUNDS; i++) {
                Bytes digest = verified.digest("file", "ann", "hash", Bytes.utf8("password " + i));
                verified.add(digest);
                assertThat(verified.contains(digest)).isTrue();
            }
        };
        Racers.race(shard, shard, shard);
        Bytes first = verified.digest("file", "ann", "hash", Bytes.utf8("password 0"));
        assertThat(verified.contains(first)).isTrue();
        for (int i = 0; i < VerifiedPasswords.PASSWORDS_MAX; i++) {
            verified.add(verified.digest("file", "bob", "hash", Bytes.utf8("password " + i)));
        }

        assertThat(verified.contains(first)).isFalse();
        assertThat(verified.digest("file", "annh", "ash", Bytes.EMPTY))
                .isNotEqualTo(verified.digest("file", "ann", "hash", Bytes.EMPTY));
    }

    @Test
    void no_failure_is_lost() throws Exception {
        LoginThrottle throttle =
                new LoginThrottle(System::nanoTime, (nanos, action) -> {}, new LoginLimits(3 * ROUNDS, 60), null);
        Racers.Task shard = () -> {
            for (int i = 0; i < ROUNDS; i++) {
                assertThat(throttle.failed(new LoginAddress("ours", true))).isPositive();
                throttle.failed(new LoginAddress("another " + i, true));
                throttle.succeeded(new LoginAddress("another " + i, true));
                throttle.bans();
            }
        };
        Racers.race(shard, shard, shard);

        assertThat(throttle.bans()).containsExactly(new LoginBan("ours", 3 * ROUNDS, 60));
    }
}
