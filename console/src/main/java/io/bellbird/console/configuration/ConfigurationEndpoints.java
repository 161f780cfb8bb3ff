package io.bellbird.console.configuration;

import io.bellbird.broker.config.SettingChange;
import io.bellbird.broker.config.SettingValue;
import io.bellbird.console.access.Scope;
import io.bellbird.console.http.Api;
import io.bellbird.console.http.Background;
import io.bellbird.console.http.Call;
import io.bellbird.console.http.Problem;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The configuration: read, checked, and read again. There are no secrets in it: those are in files that it names. */
public final class ConfigurationEndpoints {
    private static final Pattern PLACED = Pattern.compile("(?s)(.+?):(\\d+): (.*)");

    private final Optional<RunningConfiguration> running;
    private final Background background;

    /**
     * The configuration.
     *
     * @param running empty when the program that the broker is part of has none in a file
     * @param background reads files
     */
    public ConfigurationEndpoints(Optional<RunningConfiguration> running, Background background) {
        this.running = running;
        this.background = background;
    }

    /** Lets it be asked for. */
    public void addTo(Api api) {
        api.get("/api/configuration", Scope.ADMIN, call -> call.ok(shown(running())));
        api.add("POST", "/api/configuration/check", Scope.ADMIN, this::check);
        api.add("POST", "/api/configuration/reload", Scope.ADMIN, this::reload);
    }

    private RunningConfiguration running() {
        return running.orElseThrow(() -> Problem.notFound("this broker is part of a program that configures it, so that"
                + " there is no configuration to see: ask that program"));
    }

    // What is written in the answers

    private record Shown(@Nullable String file, List<ShownSetting> settings, List<SettingChange> waitingForRestart) {}

    private record ShownSetting(
            String name,
            @Nullable String listener,
            @Nullable String value,
            @Nullable String byDefault,
            @Nullable String afterRestart,
            @Nullable String place,
            String effect,
            @Nullable String unit,
            String allowed,
            String description) {}

    /** @param line of the file, from 1 */
    private record Remark(@Nullable String file, @Nullable Integer line, String text) {
        static List<Remark> of(List<String> lines) {
            return lines.stream().map(Remark::of).toList();
        }

        private static Remark of(String text) {
            Matcher placed = PLACED.matcher(text);
            return placed.matches()
                    ? new Remark(placed.group(1), Integer.valueOf(placed.group(2)), placed.group(3))
                    : new Remark(null, null, text);
        }
    }

    private record CheckText(@Nullable String text) {}

    private record Checked(
            boolean valid,
            List<Remark> errors,
            List<Remark> warnings,
            List<Remark> notices,
            List<SettingChange> changes) {}

    private record Reloaded(
            long time, List<SettingChange> changes, List<SettingChange> waitingForRestart, List<Remark> warnings) {}

    private static Shown shown(RunningConfiguration running) {
        Map<String, SettingChange> waiting = running.waiting().stream()
                .collect(Collectors.toMap(SettingChange::name, change -> change, (first, second) -> second));
        return new Shown(
                running.file().orElse(null),
                running.settings().stream()
                        .map(setting -> shown(setting, waiting.get(nameInChanges(setting))))
                        .toList(),
                running.waiting());
    }

    private static ShownSetting shown(SettingValue setting, @Nullable SettingChange waiting) {
        return new ShownSetting(
                setting.name(),
                text(setting.listener()),
                waiting == null ? setting.value().orElse(null) : waiting.before(),
                setting.byDefault().orElse(null),
                waiting == null ? null : waiting.after(),
                setting.place().orElse(null),
                setting.effect(),
                text(setting.unit()),
                setting.allowed(),
                setting.help());
    }

    private static String nameInChanges(SettingValue setting) {
        return setting.listener().isEmpty() ? setting.name() : setting.name() + " of listener " + setting.listener();
    }

    private static @Nullable String text(String text) {
        return text.isEmpty() ? null : text;
    }

    // What is done

    private void check(Call call) {
        RunningConfiguration configuration = running();
        Optional<String> text = call.request().body().isEmpty()
                ? Optional.empty()
                : Optional.ofNullable(call.body(CheckText.class).text());
        call.later(background.run(() -> {
            RunningConfiguration.Check found = configuration.check(text);
            return new Checked(
                    found.errors().isEmpty(),
                    Remark.of(found.errors()),
                    Remark.of(found.warnings()),
                    Remark.of(found.notices()),
                    found.changes());
        }));
    }

    private void reload(Call call) {
        RunningConfiguration configuration = running();
        if (configuration.file().isEmpty()) {
            throw Problem.conflict("there is no configuration to read again: the broker was started without -c FILE");
        }
        call.later(configuration.reload().thenApply(came -> reloaded(configuration, came)));
    }

    private static Reloaded reloaded(RunningConfiguration configuration, RunningConfiguration.Reload came) {
        if (!came.errors().isEmpty()) {
            throw Problem.of(
                            422,
                            "Wrong configuration",
                            "the configuration is wrong, and the old one stays in force: mend what 'errors' lists, and"
                                    + " reload again")
                    .with("errors", Remark.of(came.errors()));
        }
        return new Reloaded(
                came.time().toEpochMilli(), came.changes(), configuration.waiting(), Remark.of(came.warnings()));
    }
}
