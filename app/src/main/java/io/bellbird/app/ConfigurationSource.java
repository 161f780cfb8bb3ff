package io.bellbird.app;

import io.bellbird.broker.config.AdminListener;
import io.bellbird.broker.config.BrokerConfig;
import io.bellbird.broker.config.Configuration;
import io.bellbird.broker.config.ConfigurationException;
import io.bellbird.broker.config.ConfigurationFile;
import io.bellbird.broker.config.ListenerConfig;
import io.bellbird.broker.config.LogType;
import io.bellbird.broker.config.Protocol;
import io.bellbird.broker.config.WebSocketConfig;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
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
    private static final int WEBSOCKET_PORT = 8083;

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
        if (file.isPresent()) {
            return asGiven(ConfigurationFile.read(file.get(), port));
        }
        Configuration defaults = Configuration.defaults(port);
        return asGiven(port.isPresent() ? defaults : defaults.withBroker(withWebSocket(defaults.broker())));
    }

    /**
     * What it would say with another text in its file.
     *
     * @throws ConfigurationException with everything that is wrong
     */
    Configuration withText(String text) throws ConfigurationException {
        return asGiven(Configuration.parse(file.map(Path::toString).orElse("text"), text, port));
    }

    private Configuration asGiven(Configuration read) {
        Configuration possible = read.withBroker(Loopback.withoutMissingAddress(read.broker()));
        return verbose ? possible.withLog(possible.log().withTypes(EnumSet.allOf(LogType.class))) : possible;
    }

    /**
     * Who names neither a file nor a port has a door for browsers as well: for pages of this machine's console alone, since
     * a page from anywhere could connect to this machine.
     */
    private static BrokerConfig withWebSocket(BrokerConfig broker) {
        List<String> origins = List.of(
                "http://127.0.0.1:" + AdminListener.DEFAULT_PORT, "http://localhost:" + AdminListener.DEFAULT_PORT);
        WebSocketConfig defaults = WebSocketConfig.defaults();
        List<ListenerConfig> listeners = new ArrayList<>(broker.listeners());
        listeners.add(ListenerConfig.builder("127.0.0.1", WEBSOCKET_PORT)
                .protocol(Protocol.WEBSOCKETS)
                .webSocket(new WebSocketConfig(defaults.httpDir(), origins, defaults.headersBytesMax()))
                .required(false)
                .build());
        return broker.toBuilder().listeners(listeners).build();
    }
}
