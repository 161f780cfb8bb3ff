package io.bellbird.app.doctor;

import io.bellbird.app.doctor.MqttTalk.Login;
import io.bellbird.codec.ReasonCode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/**
 * The logins that strangers try first, tried at running brokers: few in one run, with pauses, and none any more once a
 * broker answers late or refuses to answer, so that nobody is banned for it.
 */
final class DefaultLogins {
    static final int TRIES_MAX = 8;

    private static final long PAUSE_MILLIS = 200;
    private static final long LATE_NANOS = TimeUnit.SECONDS.toNanos(1);

    private static final List<Login> DEFAULTS = List.of(
            new Login("admin", "admin"),
            new Login("admin", "password"),
            new Login("mqtt", "mqtt"),
            new Login("user", "password"),
            new Login("guest", "guest"),
            new Login("test", "test"),
            new Login("root", "root"));

    private final LongSupplier nanos;
    private final Pause pause;
    private int tries;
    private boolean throttled;

    DefaultLogins(LongSupplier nanos, Pause pause) {
        this.nanos = nanos;
        this.pause = pause;
    }

    /** How time passes between two tries. */
    interface Pause {
        /** Returns after so many milliseconds. */
        void sleep(long millis) throws InterruptedException;
    }

    /** One way to connect with a login. */
    interface Attempt {
        /** What CONNACK says; empty when none comes. */
        Optional<ReasonCode> connect(Login login);
    }

    /** Whether a name that nobody has gets in: then no name proves anything. */
    boolean takesAnything(Attempt attempt, String nobody) throws InterruptedException {
        return getsIn(attempt, new Login(nobody, nobody));
    }

    /** Those that get in. */
    List<Login> thatGetIn(Attempt attempt) throws InterruptedException {
        List<Login> found = new ArrayList<>();
        for (Login login : DEFAULTS) {
            if (getsIn(attempt, login)) {
                found.add(login);
            }
        }
        return found;
    }

    private boolean getsIn(Attempt attempt, Login login) throws InterruptedException {
        if (throttled || tries >= TRIES_MAX) {
            return false;
        }
        if (tries > 0) {
            pause.sleep(PAUSE_MILLIS);
        }
        tries++;
        long start = nanos.getAsLong();
        Optional<ReasonCode> answer = attempt.connect(login);
        throttled = answer.isEmpty() || nanos.getAsLong() - start > LATE_NANOS;
        return answer.equals(Optional.of(ReasonCode.SUCCESS));
    }
}
