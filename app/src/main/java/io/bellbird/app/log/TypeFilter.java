package io.bellbird.app.log;

import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.filter.Filter;
import ch.qos.logback.core.spi.FilterReply;
import io.bellbird.broker.config.LogType;
import java.util.Set;

/** Lets the kinds of lines pass that the configuration wants. */
final class TypeFilter extends Filter<ILoggingEvent> {
    private final Set<LogType> types;

    TypeFilter(Set<LogType> types) {
        this.types = types;
    }

    @Override
    public FilterReply decide(ILoggingEvent event) {
        return types.contains(LogLine.typeOf(event)) ? FilterReply.NEUTRAL : FilterReply.DENY;
    }
}
