package io.bellbird.console.login;

import static org.assertj.core.api.Assertions.assertThat;

import io.bellbird.console.access.Administrator;
import io.bellbird.console.access.Scope;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** What several threads ask at the same time who let people in. */
class AccessStressTest {
    private static final int THREADS = 4;
    private static final int ROUNDS = 2_000;

    private static void together(Callable<Void> work) throws InterruptedException, ExecutionException {
        ExecutorService threads = Executors.newFixedThreadPool(THREADS);
        try {
            List<Future<Void>> all = new ArrayList<>();
            for (int i = 0; i < THREADS; i++) {
                all.add(threads.submit(work));
            }
            for (Future<Void> each : all) {
                each.get();
            }
        } finally {
            threads.shutdownNow();
        }
    }

    @Test
    void a_limit_lets_no_more_pass_than_it_says() throws Exception {
        RateLimit limit = new RateLimit(1, 1_000_000, () -> 0);
        together(() -> {
            for (int i = 0; i < ROUNDS; i++) {
                limit.take("a");
                limit.take("a");
                limit.giveBack("a");
            }
            return null;
        });
        for (int i = 0; i < 1_000_000 - THREADS * ROUNDS; i++) {
            limit.take("a");
        }

        assertThat(limit.waitSeconds("a")).isEqualTo(1);
        limit.giveBack("a");
        assertThat(limit.waitSeconds("a")).isZero();
    }

    @Test
    void a_code_is_taken_by_one_of_those_who_have_it() throws Exception {
        LoginCodes codes = new LoginCodes(() -> 0);
        AtomicInteger taken = new AtomicInteger();
        for (int i = 0; i < 50; i++) {
            String code = codes.create(new Administrator("x"));
            together(() -> {
                codes.take(code).ifPresent(principal -> taken.incrementAndGet());
                return null;
            });
        }

        assertThat(taken).hasValue(50);
    }

    @Test
    void who_has_ended_his_session_has_none_while_others_come_and_go() throws Exception {
        BrowserSessions sessions = new BrowserSessions(() -> 0);
        AtomicInteger names = new AtomicInteger();
        together(() -> {
            String name = "user " + names.incrementAndGet();
            for (int i = 0; i < ROUNDS; i++) {
                String secret = sessions.begin(new Administrator(name));
                BrowserSession session = sessions.find(secret).orElseThrow();
                sessions.end(secret);
                assertThat(session.mayStay()).isFalse();
                assertThat(sessions.find(secret)).isEmpty();
            }
            return null;
        });
    }

    @Test
    void a_token_counts_from_its_making_to_its_end_whoever_looks() throws Exception {
        Tokens tokens = new Tokens(Optional.empty(), InstantSource.system());
        AtomicInteger names = new AtomicInteger();
        together(() -> {
            for (int i = 0; i < 200; i++) {
                String name = "t" + names.incrementAndGet();
                AccessToken token = new AccessToken(name, Secrets.digest(name), Set.of(Scope.READ), List.of(), 0, null);
                tokens.add(token);
                assertThat(tokens.find(name)).contains(token);
                tokens.revoke(name);
                assertThat(tokens.isValid(token)).isFalse();
            }
            return null;
        });

        assertThat(tokens.all()).isEmpty();
    }
}
