package io.bellbird.broker.config;

import static io.bellbird.broker.config.Setting.Effect.AT_ONCE;
import static io.bellbird.broker.config.Setting.Effect.RESTART;

import java.util.List;
import java.util.Optional;

/** What is set for those who watch and run the broker. */
final class AdminSettings {
    /** Who names no address gets this one. */
    static final String LOOPBACK = "127.0.0.1";

    static final Setting<Optional<ListenAddress>> ADMIN_LISTENER = Setting.of(
            "admin_listener",
            new SettingType.AdminListen(),
            Optional.of(Optional.of(new ListenAddress(AdminListener.DEFAULT_PORT, LOOPBACK))),
            "",
            RESTART,
            """
            The port, and the address if it is not to be 127.0.0.1, where metrics, health, the console and its REST
            interface are served over HTTP: see [metrics.md](metrics.md) and [rest.md](rest.md). Whoever reaches it can
            read metrics and health. `none` means nowhere. When this line is not there and port 9883 is in use, the
            broker says so and starts without it. Not known to Mosquitto.""");

    static final Setting<List<String>> ADMIN_USER = Setting.of(
            "admin_user",
            new SettingType.Texts(),
            Optional.empty(),
            "",
            AT_ONCE,
            """
            A user of the password file who may do everything over HTTP, in the console and the REST interface: see
            [rest.md](rest.md). Over MQTT it changes nothing. May be given many times. When nothing is said, nobody
            may but who can read the admin token. Not known to Mosquitto.""");

    /** All of them, in the order of the reference. */
    static final List<Setting<?>> ALL = List.of(ADMIN_LISTENER, ADMIN_USER);

    private AdminSettings() {}

    /** Whether only this machine reaches it, as far as its name tells. */
    static boolean isLoopback(String host) {
        return host.startsWith("127.") || host.equals("::1") || host.equalsIgnoreCase("localhost");
    }
}
