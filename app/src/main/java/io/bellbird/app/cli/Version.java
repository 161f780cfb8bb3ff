package io.bellbird.app.cli;

import io.bellbird.broker.Broker;
import picocli.CommandLine.IVersionProvider;

/** The version of this program, which is that of the broker in it. */
public final class Version implements IVersionProvider {

    /** For example 0.1.0. */
    public static String number() {
        return Broker.version();
    }

    @Override
    public String[] getVersion() {
        return new String[] {
            "bellbird " + number(),
            "Java " + System.getProperty("java.version") + " (" + System.getProperty("java.vendor") + "), "
                    + System.getProperty("os.name") + " " + System.getProperty("os.arch")
        };
    }
}
