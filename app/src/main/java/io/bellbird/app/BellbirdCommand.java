package io.bellbird.app;

import io.bellbird.app.bench.BenchCommand;
import io.bellbird.app.cli.Version;
import io.bellbird.app.completion.CompletionCommand;
import io.bellbird.app.man.ManCommand;
import io.bellbird.app.probe.ProbeCommand;
import io.bellbird.app.pubsub.PubSubCommand;
import io.bellbird.app.shell.ShellCommand;
import io.bellbird.app.simulate.SimulateCommand;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/**
 * {@code bellbird} by itself: says what there is.
 *
 * <p>It and {@code broker} describe themselves in code, and the other commands are only there when a broker is not
 * what is asked for: to find annotations takes longer than all else that a broker's start does before it opens a port.
 */
final class BellbirdCommand implements Runnable {
    private static final String BROKER = "broker";

    private final CommandSpec spec = CommandSpec.wrapWithoutInspection(this).name("bellbird");

    private BellbirdCommand() {
        addStandardOptions(spec);
        spec.usageMessage().description("An MQTT broker, and tools for any broker.");
    }

    /** The command for what the process is told. */
    static CommandLine commandLine(String... args) {
        CommandSpec spec = new BellbirdCommand().spec;
        spec.addSubcommand(BROKER, new BrokerCommand().spec());
        if (args.length == 0 || !args[0].equals(BROKER)) {
            PubSubCommand.specs().forEach(spec::addSubcommand);
            spec.addSubcommand("bench", new CommandLine(new BenchCommand()));
            spec.addSubcommand("probe", new CommandLine(new ProbeCommand()));
            spec.addSubcommand("simulate", new CommandLine(new SimulateCommand()));
            spec.addSubcommand("shell", new CommandLine(new ShellCommand()));
            spec.addSubcommand("top", new CommandLine(new TopCommand()));
            spec.addSubcommand("console", new CommandLine(new ConsoleCommand()));
            spec.addSubcommand("trace", new CommandLine(new TraceCommand()));
            spec.addSubcommand("doctor", new CommandLine(new DoctorCommand()));
            spec.addSubcommand("config", new CommandLine(new ConfigCommand()));
            spec.addSubcommand("reload", new CommandLine(new ReloadCommand()));
            spec.addSubcommand("passwd", new CommandLine(new PasswdCommand()));
            spec.addSubcommand("bans", new CommandLine(new BansCommand()));
            spec.addSubcommand("store", new CommandLine(new StoreCommand()));
            spec.addSubcommand("explain", new CommandLine(new ExplainCommand()));
            spec.addSubcommand("completion", new CommandLine(new CompletionCommand()));
            spec.addSubcommand("man", new CommandLine(new ManCommand()));
        }
        return new CommandLine(spec);
    }

    /** The options that {@code mixinStandardHelpOptions} gives to a command with annotations. */
    static void addStandardOptions(CommandSpec spec) {
        spec.versionProvider(new Version());
        spec.addOption(OptionSpec.builder("-h", "--help")
                .usageHelp(true)
                .description("Show this help message and exit.")
                .build());
        spec.addOption(OptionSpec.builder("-V", "--version")
                .versionHelp(true)
                .description("Print version information and exit.")
                .build());
    }

    @Override
    public void run() {
        spec.commandLine().usage(spec.commandLine().getOut());
    }
}
