package io.bellbird.broker.config;

import static io.bellbird.broker.config.Setting.Effect.AT_ONCE;
import static io.bellbird.broker.config.Setting.Effect.RESTART;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** What is set for the process as a whole. */
final class ProcessSettings {

    static final Setting<Integer> SHARDS = Setting.whole(
            "shards",
            0,
            0,
            BrokerConfig.SHARDS_MAX,
            "threads",
            RESTART,
            """
            Threads that the clients are divided over. 0 means one for each available processor, at most 16.
            Not known to Mosquitto.""");

    static final Setting<Integer> SYS_INTERVAL = Setting.whole(
            "sys_interval",
            10,
            0,
            65_535,
            "seconds",
            AT_ONCE,
            "The time between two publications of the broker's figures under $SYS. 0 means that there are none.");

    static final Setting<Path> PID_FILE = Setting.of(
            "pid_file",
            new SettingType.FilePath("file"),
            Optional.empty(),
            "",
            RESTART,
            """
            A file that holds the process id while the broker runs. It is written when clients can connect and
            removed at a clean stop.""");

    static final Setting<Path> INCLUDE_DIR = Setting.of(
            "include_dir",
            new SettingType.FilePath("folder"),
            Optional.empty(),
            "",
            AT_ONCE,
            """
            Reads the files of a folder whose names end with .conf, in the order of their names: 00, 01, A, a, B, b. May
            be given many times, but not in a file that is read so. Each file begins without a listener, so the
            settings of a listener must stand in the file that has the listener. A path that does not begin with /
            counts from the working directory.""");

    /** All of them, in the order of the reference. */
    static final List<Setting<?>> ALL = List.of(SHARDS, SYS_INTERVAL, PID_FILE, INCLUDE_DIR);

    private ProcessSettings() {}
}
