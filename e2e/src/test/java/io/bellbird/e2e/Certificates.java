package io.bellbird.e2e;

import java.nio.file.Path;
import java.util.List;

/** The certificates and keys of the broker's own tests; its script {@code make} says what is wrong with each. */
public final class Certificates {
    private static final Path FILES = Path.of("..", "broker", "src", "test", "resources", "tls")
            .toAbsolutePath()
            .normalize();

    private Certificates() {}

    /**
     * Where a file is.
     *
     * @param name with its ending
     */
    public static String file(String name) {
        return FILES.resolve(name).toString();
    }

    /**
     * The lines of a configuration that make the listener above them speak TLS.
     *
     * @param certificate its name without ending
     */
    public static List<String> lines(String certificate) {
        return List.of("certfile " + file(certificate + ".pem"), "keyfile " + file(certificate + "-key.pem"));
    }
}
