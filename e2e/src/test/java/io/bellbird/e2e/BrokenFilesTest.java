package io.bellbird.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A file with one mistake keeps a broker from starting, and a reload from changing anything; one line says where it is. */
final class BrokenFilesTest {
    private static final int TLS_PORT = BrokerProcess.freePort();
    private static final int CONFIGURATION_STATUS = 3;

    /** With the password x. */
    private static final String ANN =
            "ann:$7$101$TjqFcjfjFIpe1K+E$V07YwjIPCwWHH45avptIT8SMGHlwjbxWxFhAOa4AgQhqeJyCqAsBxzIM"
                    + "91/DlGlNEz19m/MZhp5aE9CjnIhZSQ==";

    @RegisterExtension
    final Clients clients = new Clients();

    @TempDir
    private Path folder;

    private BrokerSetup setup;

    /** A file, what is wrong in it, and what is said of that behind its path. */
    private enum Mistake {
        RIGHTS("rights", "topic raed farm/#", ":4: 'raed' is not deny, read, write or readwrite, did you mean 'read'?"),
        USERS("users", "bob", ":2: there is no ':'"),
        KEY("key", "-----BEGIN PRIVATE KEY-----\nno key\n-----END PRIVATE KEY-----", " is damaged: what follows BEGIN");

        private final String file;
        private final String text;
        private final String said;

        Mistake(String file, String text, String said) {
            this.file = file;
            this.text = text;
            this.said = said;
        }

        /** Makes it, and returns what the file was before. */
        private List<String> make(Path folder) throws IOException {
            Path place = folder.resolve(file);
            List<String> good = Files.readAllLines(place);
            List<String> first = this == KEY ? List.of() : good;
            Files.write(place, Stream.concat(first.stream(), Stream.of(text)).toList());
            return good;
        }
    }

    @BeforeEach
    void write() throws IOException {
        Files.write(folder.resolve("rights"), List.of("topic readwrite #", "user ann", "topic readwrite #"));
        Files.write(folder.resolve("users"), List.of(ANN));
        Files.copy(Path.of(Certificates.file("server-key.pem")), folder.resolve("key"));
        List<String> lines = new ArrayList<>(List.of("acl_file " + folder.resolve("rights")));
        lines.add("password_file " + folder.resolve("users"));
        lines.add("listener " + TLS_PORT + " 127.0.0.1");
        lines.add("certfile " + Certificates.file("server.pem"));
        lines.add("keyfile " + folder.resolve("key"));
        setup = new BrokerSetup(2, folder.resolve("data"), lines, List.of(), Map.of());
    }

    @ParameterizedTest
    @EnumSource
    void a_mistake_keeps_the_broker_from_starting(Mistake mistake) throws IOException {
        mistake.make(folder);

        BrokerProcess.Refusal refusal = BrokerProcess.refused(setup);

        assertThat(refusal.status()).isEqualTo(CONFIGURATION_STATUS);
        assertSaidOnce(refusal.log(), mistake);
    }

    @ParameterizedTest
    @EnumSource
    void a_mistake_keeps_a_reload_from_changing_anything(Mistake mistake) throws IOException {
        try (BrokerProcess broker = BrokerProcess.start(setup);
                Bystander bystander = new Bystander(broker)) {
            // when
            List<String> good = mistake.make(folder);
            int turns = bystander.turns();
            broker.reload();
            // then
            broker.awaitLog("the old configuration stays in force");
            assertSaidOnce(broker.log(), mistake);
            publish(broker);
            // when
            Files.write(folder.resolve(mistake.file), good);
            broker.reload();
            // then
            broker.awaitLog("configuration read again: no setting changed");
            assertThat(bystander.turns()).isGreaterThan(turns);
            publish(broker);
        }
    }

    private void assertSaidOnce(String log, Mistake mistake) {
        assertThat(log.lines().filter(line -> line.contains(folder.resolve(mistake.file) + mistake.said)))
                .as(log)
                .hasSize(1);
    }

    /** Whoever could come in before still can. */
    private void publish(BrokerProcess broker) {
        List<String> tls = List.of("-p", Integer.toString(TLS_PORT), "--cafile", Certificates.file("ca.pem"));
        List<String> arguments = new ArrayList<>(tls);
        arguments.addAll(List.of("-u", "ann", "-P", "x", "-t", "t", "-m", "m"));
        clients.mosquitto("mosquitto_pub", broker, arguments.toArray(String[]::new))
                .awaitSuccess();
    }
}
