package io.bellbird.app;

import io.bellbird.app.cli.Version;
import picocli.CommandLine.Command;

/** {@code bellbird store}: looks after what a broker keeps. */
@Command(
        name = "store",
        description = "Checks, counts, repairs, copies and fills the data of a broker.",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        subcommands = {
            StoreCheckCommand.class,
            StoreStatCommand.class,
            StoreRecoverCommand.class,
            StoreBackupCommand.class,
            StoreImportCommand.class
        })
final class StoreCommand extends CommandGroup {}
