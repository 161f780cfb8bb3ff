package io.bellbird.app.cli;

import picocli.CommandLine.Option;

/** {@code --help} and {@code --version} of a command whose {@code -h} and {@code -V} mean something else. */
@SuppressWarnings("UnusedVariable") // picocli acts on the options itself
public final class LongHelp {
    @Option(names = "--help", usageHelp = true, description = "Shows this help.")
    private boolean help;

    @Option(names = "--version", versionHelp = true, description = "Shows the version.")
    private boolean version;
}
