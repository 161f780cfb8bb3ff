package io.bellbird.app.man;

import io.bellbird.app.cli.Version;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.IllegalFormatException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import picocli.CommandLine;
import picocli.CommandLine.Help;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;

/** The manual page of one command, in roff with the macros of man(7). Everything in it comes from the command itself. */
final class ManPage {
    private final CommandLine command;
    private final CommandSpec spec;
    private final StringBuilder page = new StringBuilder();

    ManPage(CommandLine command) {
        this.command = command;
        this.spec = command.getCommandSpec();
    }

    /** The pages of a command and of all below it. */
    static List<ManPage> all(CommandLine top) {
        List<ManPage> pages = new ArrayList<>(List.of(new ManPage(top)));
        subcommands(top).values().forEach(below -> pages.addAll(all(below)));
        return pages;
    }

    /** Those that are shown, by their names. */
    static Map<String, CommandLine> subcommands(CommandLine command) {
        Map<String, CommandLine> shown = new LinkedHashMap<>();
        command.getSubcommands().forEach((name, below) -> {
            if (!below.getCommandSpec().usageMessage().hidden()
                    && name.equals(below.getCommandSpec().name())) {
                shown.put(name, below);
            }
        });
        return shown;
    }

    /** Such as bellbird-store-check. */
    String name() {
        return spec.qualifiedName("-");
    }

    /** The page, in ASCII but for what is not in the command's own words. */
    String text() {
        line(".TH \"" + escaped(name().toUpperCase(Locale.ROOT)) + "\" \"1\" \"\" \"bellbird "
                + escaped(Version.number()) + "\" \"Bellbird\"");
        List<String> description = texts(spec.usageMessage().description());
        section("NAME");
        String summary = description.isEmpty() ? "" : description.get(0).replaceAll("[.,:]$", "");
        line(escaped(name()) + " \\- " + escaped(summary));
        section("SYNOPSIS");
        verbatim(synopsis());
        section("DESCRIPTION");
        verbatim(description);
        arguments("ARGUMENTS", spec.positionalParameters());
        arguments("OPTIONS", spec.options());
        commands();
        exitStatus();
        verbatimIfAny("NOTES", texts(spec.usageMessage().footer()));
        seeAlso();
        return page.toString();
    }

    private List<String> synopsis() {
        return new Help(spec, Help.defaultColorScheme(Ansi.OFF))
                .synopsis(0)
                .strip()
                .lines()
                .toList();
    }

    private void arguments(String heading, List<? extends ArgSpec> all) {
        List<? extends ArgSpec> shown =
                all.stream().filter(arg -> !arg.hidden()).toList();
        if (shown.isEmpty()) {
            return;
        }
        section(heading);
        for (ArgSpec arg : shown) {
            line(".TP");
            line(arg instanceof OptionSpec option ? term(option) : italic(((PositionalParamSpec) arg).paramLabel()));
            paragraph(texts(arg.description()));
        }
    }

    private static String term(OptionSpec option) {
        String names = Arrays.stream(option.names())
                .map(name -> "\\fB" + escaped(name) + "\\fR")
                .collect(Collectors.joining(", "));
        return option.arity().max() == 0 ? names : names + " " + italic(option.paramLabel());
    }

    private static String italic(String text) {
        return "\\fI" + escaped(text) + "\\fR";
    }

    private void commands() {
        Map<String, CommandLine> shown = subcommands(command);
        if (shown.isEmpty()) {
            return;
        }
        section("COMMANDS");
        shown.forEach((name, below) -> {
            line(".TP");
            line("\\fB" + escaped(name) + "\\fR");
            paragraph(texts(below.getCommandSpec().usageMessage().description()));
        });
    }

    private void exitStatus() {
        Map<String, String> codes = spec.usageMessage().exitCodeList();
        if (codes.isEmpty()) {
            return;
        }
        section("EXIT STATUS");
        codes.forEach((code, meaning) -> {
            line(".TP");
            line("\\fB" + escaped(code) + "\\fR");
            paragraph(List.of(meaning));
        });
    }

    private void seeAlso() {
        CommandSpec parent = spec.parent() == null ? null : spec.parent();
        List<String> others = Stream.concat(
                        Stream.ofNullable(parent).map(above -> above.qualifiedName("-")),
                        subcommands(command).values().stream()
                                .map(below -> below.getCommandSpec().qualifiedName("-")))
                .map(other -> "\\fB" + escaped(other) + "\\fR(1)")
                .toList();
        if (!others.isEmpty()) {
            section("SEE ALSO");
            line(String.join(",\n", others));
        }
    }

    private void verbatimIfAny(String heading, List<String> lines) {
        if (!lines.isEmpty()) {
            section(heading);
            verbatim(lines);
        }
    }

    private void section(String heading) {
        line(".SH \"" + heading + "\"");
    }

    /** Lines that stay lines. */
    private void verbatim(List<String> lines) {
        line(".nf");
        lines.forEach(text -> line(escaped(text)));
        line(".fi");
    }

    /** Lines that become one paragraph. */
    private void paragraph(List<String> lines) {
        lines.stream().filter(text -> !text.isBlank()).forEach(text -> line(escaped(text)));
    }

    private void line(String text) {
        page.append(text).append('\n');
    }

    /** As the help has them: descriptions are formats, and may have several lines. */
    private static List<String> texts(String... descriptions) {
        return Arrays.stream(descriptions)
                .flatMap(text -> formatted(text).lines())
                .toList();
    }

    private static String formatted(String text) {
        try {
            return String.format(text);
        } catch (IllegalFormatException plain) {
            return text;
        }
    }

    /** Text that roff prints as it is. */
    private static String escaped(String text) {
        String escaped = text.replace("\\", "\\e").replace("-", "\\-").replace("\"", "\\(dq");
        return escaped.startsWith(".") || escaped.startsWith("'") ? "\\&" + escaped : escaped;
    }
}
