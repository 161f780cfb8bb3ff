package io.bellbird.app;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code bellbird explain}: what one must know to trust a broker. */
@Command(
        name = "explain",
        description = "Explains what the broker promises.",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class)
final class ExplainCommand implements Runnable {
    @Spec
    private CommandSpec spec;

    @Override
    public void run() {
        spec.commandLine().usage(spec.commandLine().getOut());
    }

    @Command(
            name = "durability",
            description = "Says which state outlives the loss of a client, of the broker and of the power.",
            mixinStandardHelpOptions = true,
            versionProvider = Version.class)
    void durability() {
        spec.commandLine().getOut().print(DurabilityTable.text());
        spec.commandLine().getOut().flush();
    }
}
