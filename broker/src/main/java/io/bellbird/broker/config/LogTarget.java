package io.bellbird.broker.config;

import java.nio.file.Path;

/**
 * The value of a {@code log_dest} line.
 *
 * @param path where the lines go when the kind is FILE; else empty
 */
record LogTarget(Kind kind, Path path) {

    /** The places of Mosquitto, in the order of its manual. */
    enum Kind {
        STDOUT,
        STDERR,
        NONE,
        FILE,
        SYSLOG,
        TOPIC,
        DLT,
        ANDROID
    }

    static LogTarget file(Path path) {
        return new LogTarget(Kind.FILE, path);
    }
}
