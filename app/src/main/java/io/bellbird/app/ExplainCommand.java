package io.bellbird.app;

import io.bellbird.app.cli.Version;
import picocli.CommandLine.Command;

/** {@code bellbird explain}: what one must know to trust a broker. */
@Command(
        name = "explain",
        description = "Explains what the broker promises.",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class)
final class ExplainCommand extends CommandGroup {
    @Command(
            name = "durability",
            description = "Says which state outlives the loss of a client, of the broker and of the power.",
            mixinStandardHelpOptions = true,
            versionProvider = Version.class)
    void durability() {
        out().print(DurabilityTable.text());
        out().flush();
    }
}
