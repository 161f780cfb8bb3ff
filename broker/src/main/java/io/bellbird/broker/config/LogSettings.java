package io.bellbird.broker.config;

import static io.bellbird.broker.config.Setting.Effect.AT_ONCE;
import static io.bellbird.broker.config.Setting.Effect.RESTART;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Where log lines go, and which. */
final class LogSettings {

    static final Setting<LogTarget> LOG_DEST = Setting.of(
            "log_dest",
            new SettingType.LogTargets(),
            Optional.of(new LogTarget(LogTarget.Kind.STDERR, Path.of(""))),
            "",
            AT_ONCE,
            """
            Where log lines go; may be given many times. `none` takes back what stands above it. `topic` publishes
            them below $SYS/broker/log/, see sys-topics.md.""");

    static final Setting<List<LogType>> LOG_TYPE = Setting.of(
            "log_type",
            new SettingType.OneOf<>(logTypes()),
            Optional.empty(),
            "",
            AT_ONCE,
            """
            Which log lines are written; may be given many times. When nothing is said: error, warning, notice and
            information. `none` takes back what stands above it.""");

    static final Setting<Boolean> CONNECTION_MESSAGES =
            Setting.flag("connection_messages", true, AT_ONCE, "Connects and disconnects of clients are logged.");

    static final Setting<Boolean> LOG_TIMESTAMP =
            Setting.flag("log_timestamp", true, AT_ONCE, "Each log line begins with the time.");

    static final Setting<TimestampFormat> LOG_TIMESTAMP_FORMAT = Setting.of(
                    "log_timestamp_format",
                    new SettingType.Timestamps(),
                    Optional.empty(),
                    "",
                    AT_ONCE,
                    """
                    How the time is written, in the notation of strftime. When nothing is said: as ISO 8601 with
                    milliseconds and the offset from UTC.""")
            .differing("the seconds since 1970, which nobody can read.");

    static final Setting<SyslogFacility> LOG_FACILITY = Setting.of(
            "log_facility",
            new SettingType.OneOf<>(facilities()),
            Optional.of(SyslogFacility.DAEMON),
            "",
            AT_ONCE,
            "What part of the system log the lines of `log_dest syslog` belong to: local0 to local7, or daemon.");

    static final Setting<Path> AUDIT_LOG = Setting.of(
            "audit_log",
            new SettingType.FilePath("file"),
            Optional.empty(),
            "",
            RESTART,
            """
            A file to which what security is about is appended, a line of JSON for each event: who connects, what is
            refused and by which rule, who is banned, what those who run the broker do. See [audit.md](audit.md). It is
            opened anew when the configuration is read again. When nothing is said, there is none.
            Not known to Mosquitto.""");

    /** All of them, in the order of the reference. */
    static final List<Setting<?>> ALL = List.of(
            LOG_DEST, LOG_TYPE, CONNECTION_MESSAGES, LOG_TIMESTAMP, LOG_TIMESTAMP_FORMAT, LOG_FACILITY, AUDIT_LOG);

    private LogSettings() {}

    private static Map<String, List<LogType>> logTypes() {
        Map<String, List<LogType>> types = new LinkedHashMap<>();
        for (LogType type : LogType.values()) {
            types.put(type.word(), List.of(type));
        }
        types.put("none", List.of());
        types.put("all", List.of(LogType.values()));
        return types;
    }

    private static Map<String, SyslogFacility> facilities() {
        Map<String, SyslogFacility> facilities = new LinkedHashMap<>();
        for (int i = 0; i <= 7; i++) {
            facilities.put(Integer.toString(i), SyslogFacility.valueOf("LOCAL" + i));
        }
        facilities.put("daemon", SyslogFacility.DAEMON);
        return facilities;
    }
}
