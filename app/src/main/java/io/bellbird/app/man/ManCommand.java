package io.bellbird.app.man;

import io.bellbird.app.cli.ExitCode;
import io.bellbird.app.cli.Version;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code bellbird man}: prints the manual page of a command. */
@Command(
        name = "man",
        description = {
            "Prints the manual page of a command, or of all of them together.",
            "To read it: bellbird man broker | man -l -"
        },
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        sortOptions = false,
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {"0:printed", "1:FOLDER cannot be written to", "2:there is no such command"})
public final class ManCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec;

    @Parameters(arity = "0..*", paramLabel = "COMMAND", description = "Such as: broker, or: store check.")
    private List<String> words = new ArrayList<>();

    @Option(
            names = "--into",
            paramLabel = "FOLDER",
            description = "Writes all pages into a folder, as bellbird-NAME.1.")
    private @Nullable Path folder;

    @Override
    public Integer call() {
        CommandLine command = spec.root().commandLine();
        for (String word : words) {
            CommandLine below = command.getSubcommands().get(word);
            if (below == null) {
                String known = String.join(", ", ManPage.subcommands(command).keySet());
                throw new ParameterException(
                        spec.commandLine(),
                        command.getCommandSpec().qualifiedName() + " has no command '" + word + "'"
                                + (known.isEmpty() ? "" : ": it has " + known));
            }
            command = below;
        }
        if (folder != null) {
            return write(folder, command);
        }
        spec.commandLine().getOut().print(new ManPage(command).text());
        spec.commandLine().getOut().flush();
        return ExitCode.CLEAN;
    }

    private int write(Path into, CommandLine top) {
        try {
            Files.createDirectories(into);
            for (ManPage page : ManPage.all(top)) {
                Files.writeString(into.resolve(page.name() + ".1"), page.text(), StandardCharsets.UTF_8);
            }
            return ExitCode.CLEAN;
        } catch (IOException e) {
            spec.commandLine().getErr().println("bellbird: cannot write to " + into + ": " + e);
            return ExitCode.RUNTIME;
        }
    }
}
