package io.bellbird.app.shell;

import io.bellbird.app.cli.ConnectOptions;
import io.bellbird.app.cli.ExitCode;
import io.bellbird.app.cli.OwnTerminal;
import io.bellbird.app.cli.Version;
import io.bellbird.client.ClientOptions;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.jline.terminal.TerminalBuilder;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code bellbird shell}: a conversation with a broker. */
@Command(
        name = "shell",
        description = {
            "Talks with a broker, line by line.",
            "Subscribes, publishes, and shows what came.",
            "At a terminal with history and completion; else it reads a script from its input.",
            "The line help lists what can be said."
        },
        versionProvider = Version.class,
        sortOptions = false,
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:left, or all lines of a script were done",
            "1:a line of a script failed",
            "2:the command line is wrong"
        })
public final class ShellCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec;

    @Parameters(
            arity = "0..1",
            paramLabel = "BROKER",
            description = "The broker: HOST, HOST:PORT, or a URI such as mqtts://host:8883. Without it: what -h says.")
    private @Nullable String broker;

    @Mixin
    private ConnectOptions connect = new ConnectOptions();

    @Option(names = "--help", usageHelp = true, description = "Show this help message and exit.")
    boolean help;

    @Override
    public Integer call() throws IOException, InterruptedException {
        boolean terminal = OwnTerminal.console().isPresent();
        try (Conversation conversation = new Conversation(this::client);
                Screen screen = terminal ? terminal(conversation) : plain()) {
            conversation.begin(screen);
            conversation.hold(screen);
            return conversation.hasFailed() && !terminal ? ExitCode.RUNTIME : ExitCode.CLEAN;
        }
    }

    /** @param to the broker; "" for that of the command line, or the one before */
    private ClientOptions.Builder client(String to) {
        connect.broker(to.isEmpty() ? broker : to);
        return connect.client();
    }

    private static Screen terminal(Conversation conversation) throws IOException {
        return new TerminalScreen(
                TerminalBuilder.builder().system(true).build(),
                conversation::prompt,
                HistoryFile.of(System.getenv(), Path.of(System.getProperty("user.home"))),
                conversation::completions);
    }

    private Screen plain() {
        return new PlainScreen(
                new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8)),
                spec.commandLine().getOut());
    }
}
