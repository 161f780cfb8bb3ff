package io.bellbird.app;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code bellbird} by itself: says what there is. */
@Command(
        name = "bellbird",
        description = "An MQTT broker.",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        subcommands = {BrokerCommand.class, StoreCommand.class, ExplainCommand.class})
final class BellbirdCommand implements Runnable {

    @Spec
    private CommandSpec spec;

    @Override
    public void run() {
        spec.commandLine().usage(spec.commandLine().getOut());
    }
}
