package io.bellbird.app;

import io.bellbird.broker.config.Configuration;
import io.bellbird.broker.config.ConfigurationException;
import io.bellbird.broker.config.ConfigurationFile;
import io.bellbird.broker.config.LogType;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * Where a broker's configuration comes from, when it starts and whenever it is read again.
 *
 * @param file empty for the defaults
 * @param port of the command line, 0..65535
 * @param verbose logs everything, whatever the file says
 */
record ConfigurationSource(Optional<Path> file, OptionalInt port, boolean verbose) {

    /** A file, or the defaults, by itself. */
    static ConfigurationSource of(Optional<Path> file) {
        return new ConfigurationSource(file, OptionalInt.empty(), false);
    }

    /**
     * What it says now.
     *
     * @throws ConfigurationException with everything that is wrong
     */
    Configuration read() throws ConfigurationException {
        Configuration read = file.isEmpty() ? Configuration.defaults(port) : ConfigurationFile.read(file.get(), port);
        Configuration possible = read.withBroker(Loopback.withoutMissingAddress(read.broker()));
        return verbose ? possible.withLog(possible.log().withTypes(EnumSet.allOf(LogType.class))) : possible;
    }
}
