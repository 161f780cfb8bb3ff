package io.bellbird.broker.config;

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
            The port, and the address if it is not to be 127.0.0.1, where metrics and health are served over HTTP: see
            [metrics.md](metrics.md). Whoever reaches it can read them. `none` means nowhere. When this line is not
            there and port 9883 is in use, the broker says so and starts without it. Not known to Mosquitto.""");

    /** All of them, in the order of the reference. */
    static final List<Setting<?>> ALL = List.of(ADMIN_LISTENER);

    private AdminSettings() {}

    /** Whether only this machine reaches it, as far as its name tells. */
    static boolean isLoopback(String host) {
        return host.startsWith("127.") || host.equals("::1") || host.equalsIgnoreCase("localhost");
    }
}
