package io.bellbird.app.pubsub;

import io.bellbird.app.cli.Version;
import java.io.BufferedOutputStream;
import java.io.FileDescriptor;
import java.io.FileInputStream;
import java.io.FileOutputStream;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.SplittableRandom;
import picocli.CommandLine.Model.CommandSpec;

/** {@code bellbird pub}, {@code sub} and {@code rr}, and the programs whose place they take. */
public final class PubSubCommand {
    /** Set by the launcher when the standard output is a terminal. */
    private static final String TERMINAL = "bellbird.terminal";

    private static final int MOSQUITTO_HELP = 1;
    private static final int USAGE = 1;

    private final Caller caller;
    private final Map<String, String> environment;
    private final InputStream in;
    private final OutputStream out;
    private final PrintStream text;
    private final PrintStream err;

    PubSubCommand(Caller caller, Map<String, String> environment, InputStream in, OutputStream out, OutputStream err) {
        this.caller = caller;
        this.environment = environment;
        this.in = in;
        this.out = out;
        this.text = new PrintStream(out, true, StandardCharsets.UTF_8);
        this.err = new PrintStream(err, true, StandardCharsets.UTF_8);
    }

    /**
     * Runs one of the commands, if the arguments begin with its name.
     *
     * @return the exit code; empty when they name something else
     */
    public static OptionalInt run(String... arguments) {
        Optional<Tool> tool = arguments.length == 0 ? Optional.empty() : Tool.named(arguments[0]);
        if (tool.isEmpty()) {
            return OptionalInt.empty();
        }
        // the client's log is for programs; what people should know is said here
        System.setProperty("slf4j.internal.verbosity", "ERROR");
        System.setProperty("slf4j.provider", "org.slf4j.helpers.NOP_FallbackServiceProvider");
        boolean asMosquitto = arguments[0].equals(tool.get().mosquittoName());
        PubSubCommand command = new PubSubCommand(
                new Caller(tool.get(), asMosquitto),
                System.getenv(),
                new FileInputStream(FileDescriptor.in),
                new BufferedOutputStream(new FileOutputStream(FileDescriptor.out)),
                new FileOutputStream(FileDescriptor.err));
        return OptionalInt.of(command.run(List.of(arguments).subList(1, arguments.length)));
    }

    /**
     * Does once what the commands do, and prints nothing: the launcher's way to learn what they need.
     *
     * @param port of a broker on this machine that lets everybody in
     */
    public static void rehearse(int port) {
        List<String> broker = List.of("-h", "127.0.0.1", "-p", Integer.toString(port), "-t", "first", "-q", "1");
        rehearse(Tool.PUB, broker, List.of("-r", "-m", "message"));
        rehearse(Tool.SUB, broker, List.of("-C", "1", "-F", "%t %p %I"));
        rehearse(Tool.PUB, broker, List.of("-r", "-n"));
    }

    private static void rehearse(Tool tool, List<String> broker, List<String> more) {
        List<String> words = new ArrayList<>(broker);
        words.addAll(more);
        OutputStream nowhere = OutputStream.nullOutputStream();
        new PubSubCommand(new Caller(tool, true), Map.of(), InputStream.nullInputStream(), nowhere, nowhere).run(words);
    }

    /** The commands for picocli, which prints help and completes words with them. */
    public static Map<String, CommandSpec> specs() {
        return Help.specs();
    }

    int run(List<String> words) {
        Settings settings = new Settings(caller.tool());
        Diagnostics diagnostics = new Diagnostics(caller, text, err);
        try {
            Optional<OptionReader.Request> request = new OptionReader(settings).read(words, environment);
            diagnostics.follow(settings);
            if (request.isPresent()) {
                return answer(request.get());
            }
            chooseColor(settings);
            return run(settings, diagnostics);
        } catch (UsageException wrong) {
            return explain(wrong);
        } catch (Failure failure) {
            diagnostics.failure(failure);
            return failure.status;
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            return USAGE;
        }
    }

    private int run(Settings settings, Diagnostics diagnostics) throws Failure, InterruptedException {
        String topic = settings.topic == null ? "" : settings.topic;
        String responseTopic = settings.responseTopic == null ? "" : settings.responseTopic;
        switch (caller.tool()) {
            case PUB -> new PubRun(settings, diagnostics, in, topic).run();
            case RR -> new RrRun(settings, diagnostics, printer(settings, diagnostics), in, topic, responseTopic).run();
            case SUB -> {
                SubRun run = new SubRun(settings, diagnostics, printer(settings, diagnostics));
                EndBySignal.during(run::stop, run::run);
            }
        }
        return 0;
    }

    private MessagePrinter printer(Settings settings, Diagnostics diagnostics) {
        return new MessagePrinter(
                settings, out, diagnostics, Clock.system(ZoneId.systemDefault()), new SplittableRandom());
    }

    /** Mosquitto's programs print no colour, and so do these by their names. */
    private void chooseColor(Settings settings) {
        boolean terminal = System.getProperty(TERMINAL) != null;
        boolean unwanted = environment.getOrDefault("NO_COLOR", "").length() > 0;
        boolean forPeople = !caller.asMosquitto() && settings.format == null;
        settings.color = forPeople && (settings.color || terminal) && !unwanted;
        if (forPeople && settings.pretty) {
            settings.verbose = true;
        } else if (settings.format == null) {
            settings.pretty = false;
        }
    }

    private int answer(OptionReader.Request request) {
        if (request == OptionReader.Request.HELP) {
            Help.print(caller, text);
        } else if (caller.asMosquitto()) {
            text.println(caller.name() + " version 2.0.11 running on bellbird " + Version.number() + ".");
        } else {
            text.println("bellbird " + Version.number());
        }
        return caller.asMosquitto() ? MOSQUITTO_HELP : 0;
    }

    private int explain(UsageException wrong) {
        err.println(wrong.getMessage());
        switch (wrong.sequel) {
            case NONE -> {
                // that was all
            }
            case HINT -> err.println("\nUse '" + caller.name() + " --help' to see usage.");
            case BLANK_AND_HINT -> err.println("\n\nUse '" + caller.name() + " --help' to see usage.");
            case USAGE -> Help.print(caller, text);
        }
        return USAGE;
    }
}
