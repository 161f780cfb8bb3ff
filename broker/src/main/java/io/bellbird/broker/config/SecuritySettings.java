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
                    A client that gives a user name must be one of them. When nothing is said, there are no users. See
                    users.md.""")
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

    static final Setting<Integer> LOGIN_FAILURES_MAX = Setting.whole(
            "login_failures_max",
            20,
            0,
            1_000_000,
            "logins",
            AT_ONCE,
            """
            An address from which so many logins in a row have failed is banned: its clients are refused for
            `login_ban_seconds`. Of an IPv6 address the first 64 bits count. This machine is never banned. 0 bans
            nobody; the answers to logins that failed are late all the same, from 0.1 s to 3.2 s.
            Not known to Mosquitto.""");

    static final Setting<Integer> LOGIN_BAN_SECONDS = Setting.whole(
            "login_ban_seconds",
            300,
            0,
            31_536_000,
            "seconds",
            AT_ONCE,
            """
            How long an address is banned after `login_failures_max` logins that failed. 0 bans nobody.
            Not known to Mosquitto.""");

    /** Both limits of logins, as they are when nothing is said. */
    static final LoginLimits LOGIN_LIMITS =
            new LoginLimits(LOGIN_FAILURES_MAX.byDefault(), LOGIN_BAN_SECONDS.byDefault());

    static final Setting<Boolean> CHECK_RETAIN_SOURCE = Setting.flag(
            "check_retain_source",
            true,
            AT_ONCE,
            """
            A retained message is delivered only while its publisher still may publish it.""");

    /** All of them, in the order of the reference. */
    static final List<Setting<?>> ALL =
            List.of(PASSWORD_FILE, LOGIN_FAILURES_MAX, LOGIN_BAN_SECONDS, ACL_FILE, CHECK_RETAIN_SOURCE);

    private SecuritySettings() {}
}
