package io.bellbird.app;

import io.bellbird.app.cli.ExitCode;
import io.bellbird.app.pubsub.PubSubCommand;
import java.io.PrintWriter;
import java.util.OptionalInt;
import picocli.CommandLine;

/** Where the process begins. */
public final class Main {
    private Main() {}

    /** Runs a command, and ends the process with its exit code when it is done. */
    public static void main(String[] args) {
        OptionalInt done = PubSubCommand.run(args);
        System.exit(done.isPresent() ? done.getAsInt() : commandLine(args).execute(args));
    }

    /** The command for these arguments with its options, and with errors that are one line. */
    static CommandLine commandLine(String... args) {
        CommandLine commandLine = BellbirdCommand.commandLine(args);
        commandLine.setParameterExceptionHandler((error, all) -> {
            CommandLine command = error.getCommandLine();
            PrintWriter err = command.getErr();
            err.println("bellbird: " + error.getMessage() + ": see "
                    + command.getCommandSpec().qualifiedName() + " --help");
            CommandLine.UnmatchedArgumentException.printSuggestions(error, err);
            return ExitCode.USAGE;
        });
        return commandLine;
    }
}
