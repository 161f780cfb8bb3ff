package io.bellbird.app.log;

import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.filter.Filter;
import ch.qos.logback.core.spi.FilterReply;
import io.bellbird.broker.config.LogType;
import java.util.Set;

/** Lets the kinds of lines pass that the configuration wants; none at first. Concurrent: one immutable set. */
final class TypeFilter extends Filter<ILoggingEvent> {
    private volatile Set<LogType> types = Set.of();

    /** Lets these kinds pass from now on. */
    void let(Set<LogType> wanted) {
        types = Set.copyOf(wanted);
    }

    @Override
    public FilterReply decide(ILoggingEvent event) {
        return types.contains(LogLine.typeOf(event)) ? FilterReply.NEUTRAL : FilterReply.DENY;
    }
}
