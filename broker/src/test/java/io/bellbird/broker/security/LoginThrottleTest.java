package io.bellbird.broker.security;

import static java.util.concurrent.TimeUnit.MILLISECONDS;
import static java.util.concurrent.TimeUnit.NANOSECONDS;
import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.bellbird.broker.config.LoginLimits;
import io.bellbird.broker.watch.Audit;
import io.bellbird.broker.watch.AuditEvent;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.slf4j.LoggerFactory;

class LoginThrottleTest {
    private static final LoginAddress ANN = LoginAddress.of("192.0.2.1:1");
    private static final LoginAddress HERE = LoginAddress.of("127.0.0.1:1");
    private static final int FAILURES_MAX = 3;
    private static final int BAN_SECONDS = 60;

    private final Logger logger = (Logger) LoggerFactory.getLogger(LoginThrottle.class);
    private final ListAppender<ILoggingEvent> log = new ListAppender<>();
    private final List<Alarm> alarms = new ArrayList<>();
    private final List<AuditEvent> audited = new ArrayList<>();
    private long now = Long.MAX_VALUE - SECONDS.toNanos(BAN_SECONDS); // overflows on the way, as such a clock may
    private final LoginThrottle throttle = new LoginThrottle(
            () -> now,
            (nanos, action) -> alarms.add(new Alarm(now + nanos, action)),
            new LoginLimits(FAILURES_MAX, BAN_SECONDS),
            new Audit() {
                @Override
                public void note(AuditEvent event) {
                    audited.add(event);
                }

                @Override
                public long lostCount() {
                    return 0;
                }
            });

    private record Alarm(long atNanos, Runnable action) {}

    @BeforeEach
    void listen() {
        log.start();
        logger.addAppender(log);
        logger.setAdditive(false);
        logger.setLevel(Level.INFO);
    }

    @AfterEach
    void endListening() {
        logger.detachAppender(log);
        logger.setAdditive(true);
        logger.setLevel(null);
    }

    private void pass(long nanos) {
        now += nanos;
        List<Alarm> due =
                alarms.stream().filter(alarm -> alarm.atNanos() - now <= 0).toList();
        alarms.removeAll(due);
        due.forEach(alarm -> alarm.action().run());
    }

    private List<String> lines() {
        return log.list.stream().map(ILoggingEvent::getFormattedMessage).toList();
    }

    private void fail(LoginAddress address, int times) {
        for (int i = 0; i < times; i++) {
            throttle.failed(address);
        }
    }

    @Test
    void a_ban_that_is_lifted_ends_at_once_and_the_row_with_it() {
        for (int i = 0; i < FAILURES_MAX; i++) {
            throttle.failed(ANN);
        }

        assertThat(throttle.lift(LoginAddress.named("192.0.2.2"))).isEmpty();
        assertThat(throttle.lift(LoginAddress.named("192.0.2.1"))).isPresent();

        assertThat(throttle.lift(ANN)).as("once").isEmpty();
        assertThat(throttle.bans()).isEmpty();
        assertThat(throttle.failed(ANN)).isEqualTo(LoginThrottle.FIRST_DELAY_NANOS);
    }

    @Test
    void the_audit_log_is_told_when_a_ban_begins_and_ends_and_how() {
        for (int i = 0; i < FAILURES_MAX; i++) {
            throttle.failed(ANN);
        }
        pass(SECONDS.toNanos(BAN_SECONDS));
        for (int i = 0; i < FAILURES_MAX; i++) {
            throttle.failed(ANN);
        }
        throttle.lift(ANN);
        pass(SECONDS.toNanos(BAN_SECONDS));

        assertThat(audited)
                .containsExactly(
                        AuditEvent.banned("192.0.2.1", FAILURES_MAX, BAN_SECONDS),
                        AuditEvent.banEnded("192.0.2.1"),
                        AuditEvent.banned("192.0.2.1", FAILURES_MAX, BAN_SECONDS),
                        AuditEvent.banLifted("192.0.2.1"));
    }

    @Test
    void each_failure_in_a_row_is_answered_later_up_to_a_maximum() {
        List<Long> delays = new ArrayList<>();
        for (int i = 0; i < 8; i++) {
            delays.add(throttle.failed(HERE));
        }

        assertThat(delays)
                .extracting(NANOSECONDS::toMillis)
                .containsExactly(100L, 200L, 400L, 800L, 1600L, 3200L, 3200L, 3200L);
        throttle.succeeded(HERE);
        assertThat(throttle.failed(HERE)).isEqualTo(MILLISECONDS.toNanos(100));
    }

    @Test
    void a_row_ends_when_nothing_fails_for_ten_minutes() {
        fail(ANN, 2);
        pass(LoginThrottle.ROW_NANOS + 1);

        assertThat(throttle.failed(ANN)).isEqualTo(LoginThrottle.FIRST_DELAY_NANOS);
    }

    @Test
    void an_address_is_banned_for_its_time_and_the_log_says_so_once() {
        fail(ANN, FAILURES_MAX - 1);
        assertThat(throttle.ban(ANN)).isEmpty();
        fail(ANN, 2); // the second was on its way already

        assertThat(throttle.ban(ANN)).contains(new LoginBan("192.0.2.1", FAILURES_MAX + 1, BAN_SECONDS));
        assertThat(throttle.ban(LoginAddress.of("192.0.2.2:1"))).isEmpty();
        pass(SECONDS.toNanos(BAN_SECONDS) - 1);
        assertThat(throttle.bans()).containsExactly(new LoginBan("192.0.2.1", FAILURES_MAX + 1, 1));
        pass(1);

        assertThat(throttle.ban(ANN)).isEmpty();
        assertThat(throttle.bans()).isEmpty();
        assertThat(throttle.failed(ANN)).isEqualTo(LoginThrottle.FIRST_DELAY_NANOS);
        assertThat(lines())
                .containsExactly(
                        "from=192.0.2.1 banned failures=3 seconds=60, as login_failures_max and login_ban_seconds say",
                        "from=192.0.2.1 no longer banned");
    }

    @Test
    void who_was_let_in_while_banned_is_still_banned() {
        fail(ANN, FAILURES_MAX);
        throttle.succeeded(ANN);

        assertThat(throttle.ban(ANN)).isPresent();
    }

    @Test
    void this_machine_is_never_banned() {
        fail(HERE, 100);
        fail(LoginAddress.of("[0:0:0:0:0:0:0:1]:1"), 100);

        assertThat(throttle.bans()).isEmpty();
    }

    @Test
    void the_addresses_of_one_network_are_banned_together() {
        for (int i = 0; i < FAILURES_MAX; i++) {
            throttle.failed(LoginAddress.of("[2001:db8:0:7:0:0:0:" + i + "]:1"));
        }

        assertThat(throttle.ban(LoginAddress.of("[2001:db8:0:7:1:2:3:4]:9"))).isPresent();
        assertThat(throttle.ban(LoginAddress.of("[2001:db8:0:8:0:0:0:1]:9"))).isEmpty();
    }

    @Test
    void without_limits_nobody_is_banned_and_bans_end() {
        fail(ANN, FAILURES_MAX);
        throttle.limit(new LoginLimits(0, BAN_SECONDS));

        assertThat(throttle.bans()).isEmpty();
        fail(ANN, 100);
        assertThat(throttle.bans()).isEmpty();
        assertThat(lines()).hasSize(2).last().isEqualTo("from=192.0.2.1 no longer banned");
        throttle.limit(new LoginLimits(FAILURES_MAX, 0));
        fail(ANN, 100);
        assertThat(throttle.bans()).isEmpty();
    }

    @Test
    void addresses_that_are_remembered_are_bounded() {
        fail(ANN, FAILURES_MAX);
        for (int i = 0; i < LoginThrottle.ADDRESSES_MAX; i++) {
            throttle.failed(new LoginAddress("address " + i, true));
        }

        assertThat(throttle.ban(ANN)).as("the one that failed longest ago").isEmpty();
        assertThat(lines()).last().isEqualTo("from=192.0.2.1 no longer banned");
        assertThat(throttle.failed(new LoginAddress("address 1", true))).isEqualTo(2 * LoginThrottle.FIRST_DELAY_NANOS);
    }

    /** However failures, successes and time follow each other: banned is who has failed that often in a row. */
    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10})
    void it_does_what_a_naive_one_does(long seed) {
        Random random = new Random(seed);
        Map<LoginAddress, Integer> failures = new HashMap<>();
        Map<LoginAddress, Long> bannedUntil = new HashMap<>();
        for (int step = 0; step < 2_000; step++) {
            LoginAddress address = LoginAddress.of("192.0.2." + random.nextInt(5) + ":1");
            boolean banned = bannedUntil.containsKey(address);
            assertThat(throttle.ban(address).isPresent()).as("step %d", step).isEqualTo(banned);
            if (!banned && random.nextInt(3) > 0) {
                throttle.failed(address);
                if (failures.merge(address, 1, Integer::sum) == FAILURES_MAX) {
                    bannedUntil.put(address, now + SECONDS.toNanos(BAN_SECONDS));
                }
            } else if (!banned) {
                throttle.succeeded(address);
                failures.remove(address);
            }
            pass(SECONDS.toNanos(random.nextInt(10)));
            bannedUntil.entrySet().removeIf(each -> {
                boolean over = each.getValue() - now <= 0;
                if (over) {
                    failures.remove(each.getKey());
                }
                return over;
            });
        }
    }
}
