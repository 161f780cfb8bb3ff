package io.bellbird.app;

import io.bellbird.app.cli.ExitCode;
import io.bellbird.broker.Broker;
import io.bellbird.broker.config.Configuration;
import io.bellbird.broker.config.ConfigurationException;
import java.io.PrintWriter;

/** Says what is wrong in a configuration and in the files that it names, without starting anything. */
final class ConfigurationCheck {
    private ConfigurationCheck() {}

    /** Says it, and gives the exit code. */
    static int run(ConfigurationSource source, PrintWriter out, PrintWriter err) {
        try {
            Configuration configuration = source.read();
            Broker.check(configuration.broker());
            configuration.warnings().forEach(warning -> err.println("warning: " + warning));
            configuration.notices().forEach(notice -> err.println("note: " + notice));
            out.println(source.file().map(file -> file + " is valid").orElse("the defaults are valid"));
            return ExitCode.CLEAN;
        } catch (ConfigurationException e) {
            return say(e, err);
        }
    }

    /** Says what is wrong, and gives the exit code of that. */
    static int say(ConfigurationException wrong, PrintWriter err) {
        wrong.errors().forEach(error -> err.println("bellbird: " + error));
        return ExitCode.CONFIGURATION;
    }
}
