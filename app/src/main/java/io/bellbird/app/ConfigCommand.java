package io.bellbird.app;

import io.bellbird.app.cli.ExitCode;
import io.bellbird.app.cli.Version;
import io.bellbird.broker.config.SettingsGuide;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code bellbird config}: checks configurations and explains settings. */
@Command(
        name = "config",
        description = "Checks a configuration, and explains its settings.",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class)
final class ConfigCommand extends CommandGroup {
    @Command(
            name = "check",
            description = {
                "Says what is wrong in a configuration and in the files that it names.",
                "Starts nothing. Without FILE: what applies when there is none."
            },
            mixinStandardHelpOptions = true,
            versionProvider = Version.class,
            exitCodeListHeading = "%nExit codes:%n",
            exitCodeList = {"0:nothing is wrong", "2:the command line is wrong", "3:the configuration is wrong"})
    int check(@Parameters(arity = "0..1", paramLabel = "FILE") @Nullable Path file) {
        return ConfigurationCheck.run(ConfigurationSource.of(Optional.ofNullable(file)), out(), err());
    }

    @Command(
            name = "explain",
            description = "Says what a setting does, its values, its default, and when a change counts.",
            mixinStandardHelpOptions = true,
            versionProvider = Version.class,
            exitCodeListHeading = "%nExit codes:%n",
            exitCodeList = {"0:said", "2:there is no such setting, or the command line is wrong"})
    int explain(@Parameters(paramLabel = "NAME") String name) {
        Optional<String> text = SettingsGuide.explain(name);
        text.ifPresentOrElse(out()::print, () -> err().println("bellbird: " + SettingsGuide.unknown(name)));
        out().flush();
        return text.isPresent() ? ExitCode.CLEAN : ExitCode.USAGE;
    }

    @Command(
            name = "list",
            description = "Lists all settings with their defaults, and when a change counts.",
            mixinStandardHelpOptions = true,
            versionProvider = Version.class)
    void list() {
        out().print(SettingsGuide.list());
        out().flush();
    }
}
