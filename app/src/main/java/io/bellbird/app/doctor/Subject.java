package io.bellbird.app.doctor;

import io.bellbird.broker.config.BrokerConfig;
import io.bellbird.broker.config.Configuration;
import io.bellbird.broker.config.ListenerConfig;
import io.bellbird.broker.config.TlsConfig.ClientCertificate;
import java.nio.file.Path;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A configuration to be looked at.
 *
 * @param file where it stands; empty for what applies without one
 * @param dataFolder of its broker; empty when nothing is stored
 * @param processUser who runs its broker; empty when none runs, or it is not known
 */
public record Subject(
        Configuration configuration, Optional<Path> file, Optional<Path> dataFolder, Optional<String> processUser) {

    BrokerConfig broker() {
        return configuration.broker();
    }

    /** The line of the first of these settings that is written, else the listener's own, else the file. */
    String place(ListenerConfig listener, String... settings) {
        return Stream.concat(Stream.of(settings), Stream.of("listener", "port", "bind_address"))
                .flatMap(setting -> configuration.lines().of(listener, setting).stream())
                .findFirst()
                .orElseGet(this::name);
    }

    /** The line of a setting of the broker, else the file. */
    String place(String setting) {
        return configuration.lines().of(setting).orElseGet(this::name);
    }

    /** The configuration, for people. */
    String name() {
        return file.map(Path::toString).orElse("the defaults");
    }

    /** Where a file belongs that is not there yet. */
    Path beside(String name) {
        return file.map(Path::toAbsolutePath)
                .map(path -> path.resolveSibling(name))
                .orElse(Path.of("/etc/bellbird", name));
    }

    /** Whether who connects needs a certificate, and so is no stranger. */
    static boolean asksForCertificate(ListenerConfig listener) {
        return listener.tls()
                .filter(tls -> tls.clientCertificate() != ClientCertificate.NONE)
                .isPresent();
    }
}
