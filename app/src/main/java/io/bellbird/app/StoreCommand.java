package io.bellbird.app;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

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
final class StoreCommand implements Runnable {
    @Spec
    private CommandSpec spec;

    @Override
    public void run() {
        spec.commandLine().usage(spec.commandLine().getOut());
    }
}
