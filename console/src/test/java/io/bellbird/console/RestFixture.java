package io.bellbird.console;

import io.bellbird.broker.Broker;
import io.bellbird.broker.BrokerStartException;
import io.bellbird.broker.config.AdminListener;
import io.bellbird.broker.config.BrokerConfig;
import io.bellbird.console.configuration.RunningConfiguration;
import io.bellbird.console.http.RestClient;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.UnaryOperator;

/**
 * A broker with a console, and one who asks it with the admin token. A test that names a folder has a console that
 * keeps things there.
 */
public final class RestFixture implements AutoCloseable {
    private final Broker broker;
    private final AtomicReference<Console> console = new AtomicReference<>();
    private final RestClient rest;

    /** @param folder for the token and the console's data, new for each test */
    public RestFixture(Path folder) {
        this(folder, settings -> settings);
    }

    /** The same, with other settings. */
    public RestFixture(Path folder, UnaryOperator<BrokerConfig.Builder> settings) {
        this(folder, settings, Optional.empty());
    }

    /** The same, of a process that has read a configuration. */
    public RestFixture(
            Path folder, UnaryOperator<BrokerConfig.Builder> settings, Optional<RunningConfiguration> configuration) {
        ConsoleHost host = new ConsoleHost() {
            @Override
            public Optional<Path> dataFolder() {
                return Optional.of(folder);
            }

            @Override
            public Optional<RunningConfiguration> configuration() {
                return configuration;
            }
        };
        BrokerConfig config = settings.apply(
                        BrokerConfig.ephemeral().toBuilder().adminListener(new AdminListener("127.0.0.1", 0, true)))
                .build();
        try {
            Path token = folder.resolve("admin.token");
            broker = Broker.builder(config)
                    .adminToken(token)
                    .auditLog(folder.resolve("audit.log"))
                    .adminHandler(administration -> {
                        console.set(Console.of(administration, host));
                        return console.get();
                    })
                    .start();
            rest = new RestClient(
                    broker.adminAddress().orElseThrow().getPort(),
                    Files.readString(token).strip());
        } catch (BrokerStartException | IOException e) {
            throw new IllegalStateException(e);
        }
    }

    public Broker broker() {
        return broker;
    }

    public Console console() {
        return console.get();
    }

    /** Asks with the admin token; what is answered is held against the OpenAPI document. */
    public RestClient rest() {
        return rest;
    }

    @Override
    public void close() {
        broker.close();
    }
}
