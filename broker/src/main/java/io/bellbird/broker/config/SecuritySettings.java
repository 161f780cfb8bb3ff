package io.bellbird.broker.config;

import static io.bellbird.broker.config.Setting.Effect.AT_ONCE;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** Who the clients are, and what they may do. */
final class SecuritySettings {

    static final Setting<Path> PASSWORD_FILE = Setting.of(
                    "password_file",
                    new SettingType.FilePath("file"),
                    Optional.empty(),
                    "",
                    AT_ONCE,
                    """
                    The users and the hashes of their passwords, as `bellbird passwd` and mosquitto_passwd write them.
                    A client that gives a user name must be one of them. When nothing is said, there are no users.""")
            .securing();

    static final Setting<Path> ACL_FILE = Setting.of(
                    "acl_file",
                    new SettingType.FilePath("file"),
                    Optional.empty(),
                    "",
                    AT_ONCE,
                    """
                    What each user may publish, receive and subscribe to; what it does not allow is denied. When
                    nothing is said, whoever may connect may do everything.""")
            .securing();

    static final Setting<Boolean> CHECK_RETAIN_SOURCE = Setting.flag(
            "check_retain_source",
            true,
            AT_ONCE,
            """
            A retained message is delivered only while its publisher still may publish it.""");

    /** All of them, in the order of the reference. */
    static final List<Setting<?>> ALL = List.of(PASSWORD_FILE, ACL_FILE, CHECK_RETAIN_SOURCE);

    private SecuritySettings() {}
}
