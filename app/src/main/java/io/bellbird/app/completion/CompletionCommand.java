package io.bellbird.app.completion;

import io.bellbird.app.cli.ExitCode;
import io.bellbird.app.cli.Version;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.AutoComplete;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code bellbird completion}: prints what makes a shell complete this program's commands and options. */
@Command(
        name = "completion",
        description = {
            "Prints what makes a shell complete the commands and options.",
            "For bash: source <(bellbird completion bash)",
            "For zsh:  source <(bellbird completion zsh)"
        },
        mixinStandardHelpOptions = true,
        versionProvider = Version.class)
public final class CompletionCommand implements Callable<Integer> {
    /** The shells that are served. */
    enum Shell {
        BASH,
        ZSH;

        /** The name as it is typed. */
        @Override
        public String toString() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    @Spec
    private CommandSpec spec;

    @Parameters(paramLabel = "SHELL", description = "One of: ${COMPLETION-CANDIDATES}.")
    private Shell shell;

    @Override
    public Integer call() {
        spec.commandLine().getOut().print(script());
        spec.commandLine().getOut().flush();
        return ExitCode.CLEAN;
    }

    /** zsh runs the script of bash, once it is told to. */
    private String script() {
        CommandSpec root = spec.root();
        String bash = AutoComplete.bash(root.name(), root.commandLine());
        return switch (shell) {
            case BASH -> bash;
            case ZSH -> "autoload -U +X compinit && compinit\nautoload -U +X bashcompinit && bashcompinit\n" + bash;
        };
    }
}
