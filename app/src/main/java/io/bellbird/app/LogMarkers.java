package io.bellbird.app;

import io.bellbird.broker.config.LogType;
import org.slf4j.Marker;

/** The markers of log lines that this package writes. */
final class LogMarkers {
    static final Marker NOTICE = LogType.NOTICE.marker();

    private LogMarkers() {}
}
