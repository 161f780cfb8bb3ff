package io.bellbird.app.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import io.bellbird.app.doctor.MqttTalk.Login;
import io.bellbird.codec.ReasonCode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class DefaultLoginsTest {
    private final List<Login> tried = new ArrayList<>();
    private final List<Long> pauses = new ArrayList<>();
    private long nanos;
    private final DefaultLogins logins = new DefaultLogins(() -> nanos, pauses::add);

    private Optional<ReasonCode> refuse(Login login) {
        tried.add(login);
        return Optional.of(ReasonCode.BAD_USER_NAME_OR_PASSWORD);
    }

    @Test
    void they_are_few_in_one_run_however_many_brokers_there_are() throws InterruptedException {
        assertThat(logins.takesAnything(this::refuse, "nobody")).isFalse();
        assertThat(logins.thatGetIn(this::refuse)).isEmpty();
        assertThat(logins.thatGetIn(this::refuse)).isEmpty();

        assertThat(tried).hasSize(DefaultLogins.TRIES_MAX).contains(new Login("admin", "admin"));
        assertThat(pauses).hasSize(DefaultLogins.TRIES_MAX - 1).containsOnly(200L);
    }

    @Test
    void a_late_answer_is_the_last() throws InterruptedException {
        logins.thatGetIn(login -> {
            nanos += TimeUnit.MILLISECONDS.toNanos(600L * tried.size());
            return refuse(login);
        });

        assertThat(tried).hasSize(3);
    }

    @Test
    void who_does_not_answer_is_not_asked_again() throws InterruptedException {
        logins.thatGetIn(login -> {
            tried.add(login);
            return Optional.empty();
        });

        assertThat(tried).hasSize(1);
    }

    @Test
    void those_that_get_in_are_named() throws InterruptedException {
        assertThat(logins.thatGetIn(login ->
                        Optional.of(login.user().equals("mqtt") ? ReasonCode.SUCCESS : ReasonCode.NOT_AUTHORIZED)))
                .containsExactly(new Login("mqtt", "mqtt"));
    }
}
