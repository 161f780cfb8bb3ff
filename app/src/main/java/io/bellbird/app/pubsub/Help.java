package io.bellbird.app.pubsub;

import java.io.PrintStream;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/** The options as picocli knows them. */
final class Help {
    private Help() {}

    /** All three, by their names. */
    static Map<String, CommandSpec> specs() {
        Map<String, CommandSpec> specs = new LinkedHashMap<>();
        for (Tool tool : Tool.values()) {
            specs.put(tool.command, spec(tool));
        }
        return specs;
    }

    private static CommandSpec spec(Tool tool) {
        CommandSpec spec = CommandSpec.create().name(tool.command);
        spec.parser().posixClusteredShortOptionsAllowed(false).separator(" ");
        spec.usageMessage()
                .description(
                        tool.description,
                        "Options, output and exit codes are those of " + tool.mosquittoName()
                                + "; the file of that name in $XDG_CONFIG_HOME or ~/.config may have more options, one in a line.")
                .sortOptions(false)
                .sortSynopsis(false)
                .abbreviateSynopsis(true)
                .exitCodeListHeading("%nExit codes:%n")
                .exitCodeList(exitCodes());
        for (Option option : Option.values()) {
            if (option.isFor(tool)) {
                spec.addOption(spec(option, tool));
            }
        }
        spec.addOption(OptionSpec.builder(Option.PROPERTY_NAMES.toArray(new String[0]))
                .arity("3..4")
                .type(List.class)
                .paramLabel("PACKET NAME VALUE")
                .hideParamSyntax(true)
                .description("A property of MQTT 5: '-D publish content-type text/plain', "
                        + "'-D connect user-property KEY VALUE'.")
                .build());
        spec.addOption(OptionSpec.builder("--help")
                .usageHelp(true)
                .description("Prints this.")
                .build());
        spec.addOption(OptionSpec.builder("--version")
                .versionHelp(true)
                .description("Prints the version.")
                .build());
        return spec;
    }

    private static OptionSpec spec(Option option, Tool tool) {
        OptionSpec.Builder builder = OptionSpec.builder(option.names.toArray(new String[0]))
                .description(option.description.replace("%", "%%"));
        if (option.takesArgument()) {
            boolean many = option == Option.FILTER_OUT
                    || option == Option.UNSUBSCRIBE
                    || (option == Option.TOPIC && tool == Tool.SUB);
            builder.paramLabel(option.argument).arity("1").type(many ? List.class : String.class);
            if (many) {
                builder.auxiliaryTypes(String.class);
            }
        }
        return builder.build();
    }

    private static Map<String, String> exitCodes() {
        Map<String, String> codes = new LinkedHashMap<>();
        codes.put("0", "all went well");
        codes.put("1", "the options are wrong, or there is no broker at that address");
        codes.put("7", "the connection was lost");
        codes.put("8", "TLS could not be set up");
        codes.put("27", "the time of -W is over");
        codes.put("other", "the broker refused the connection, with this code");
        return codes;
    }

    /** Prints the options that the command has. */
    static void print(Caller caller, PrintStream out) {
        CommandSpec spec = spec(caller.tool()).name(caller.name());
        out.print(new CommandLine(spec).getUsageMessage(CommandLine.Help.Ansi.OFF));
        out.flush();
    }
}
