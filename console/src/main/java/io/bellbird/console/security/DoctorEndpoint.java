package io.bellbird.console.security;

import io.bellbird.console.access.Scope;
import io.bellbird.console.http.Api;
import io.bellbird.console.http.Background;
import io.bellbird.console.http.Call;
import io.bellbird.console.http.Problem;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/** What could be better, looked for at most once at a time. Belongs to the admin thread. */
final class DoctorEndpoint {
    private static final long AGE_MILLIS_MAX = Duration.ofMinutes(1).toMillis();

    private final Optional<Checkup> checkup;
    private final Background background;
    private final InstantSource clock;
    /** The latest, which may still be on its way; failed when there was none. */
    private CompletableFuture<Report> latest = CompletableFuture.failedFuture(new IllegalStateException());

    /** @param time when it was complete, in milliseconds since 1970 */
    private record Report(long time, List<Checkup.Finding> findings) {}

    /** @param checkup empty when there is none */
    DoctorEndpoint(Optional<Checkup> checkup, Background background, InstantSource clock) {
        this.checkup = checkup;
        this.background = background;
        this.clock = clock;
    }

    void addTo(Api api) {
        api.get("/api/doctor", Scope.ADMIN, this::look);
    }

    private void look(Call call) {
        Checkup asked = checkup.orElseThrow(() -> Problem.notFound(
                "the program around this broker cannot look: run 'bellbird doctor -c FILE' on its machine"));
        boolean fresh = call.flag("fresh");
        if (latest.isDone() && (fresh || latest.isCompletedExceptionally() || isOld(latest.join()))) {
            latest = background.run(() -> {
                List<Checkup.Finding> findings = asked.run();
                return new Report(clock.millis(), findings);
            });
        }
        call.later(latest);
    }

    private boolean isOld(Report report) {
        return clock.millis() - report.time > AGE_MILLIS_MAX;
    }
}
