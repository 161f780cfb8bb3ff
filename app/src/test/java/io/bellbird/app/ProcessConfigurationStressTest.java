package io.bellbird.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.bellbird.broker.config.Configuration;
import io.bellbird.console.configuration.RunningConfiguration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Many ask for a reload while the main thread reloads, and then stops. */
@Timeout(60)
class ProcessConfigurationStressTest {
    private static final int ASKERS = 3;
    private static final int RELOADS = 2_000;

    private final Configuration started = Configuration.defaults(OptionalInt.empty());
    private final Signals signals = new Signals();
    private final ProcessConfiguration configuration =
            new ProcessConfiguration(ConfigurationSource.of(Optional.empty()), started, signals);

    private void reload() {
        configuration
                .begin()
                .accepted(started, new RunningConfiguration.Reload(Instant.now(), List.of(), List.of(), List.of()));
    }

    private List<CompletionStage<RunningConfiguration.Reload>> askOften() {
        List<CompletionStage<RunningConfiguration.Reload>> answers = new ArrayList<>();
        for (int i = 0; i < RELOADS; i++) {
            answers.add(configuration.reload());
        }
        return answers;
    }

    @Test
    void everybody_who_asks_is_answered() throws InterruptedException {
        List<CompletableFuture<List<CompletionStage<RunningConfiguration.Reload>>>> askers = new ArrayList<>();
        for (int i = 0; i < ASKERS; i++) {
            askers.add(CompletableFuture.supplyAsync(this::askOften));
        }
        CompletableFuture<Void> all = CompletableFuture.allOf(askers.toArray(CompletableFuture[]::new))
                .thenRun(signals::stop);

        signals.awaitStop(this::reload);
        configuration.end();

        all.join();
        for (CompletableFuture<List<CompletionStage<RunningConfiguration.Reload>>> asker : askers) {
            for (CompletionStage<RunningConfiguration.Reload> answer : asker.join()) {
                assertThat(answer.toCompletableFuture()).isDone();
            }
        }
        assertThat(configuration.reload().toCompletableFuture().handle((came, failure) -> failure))
                .isCompletedWithValueMatching(failure -> !(failure instanceof CompletionException)
                        && String.valueOf(failure.getMessage()).contains("the broker stops"));
    }
}
