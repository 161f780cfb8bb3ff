package io.bellbird.console.topics;

import io.bellbird.broker.Administration;
import io.bellbird.console.http.Api;
import io.bellbird.console.http.ConsoleThread;
import java.time.InstantSource;

/** Messages and topics over HTTP. */
public final class TopicEndpoints {
    private final Publishing publishing;
    private final LastValues lastValues;
    private final RetainedEndpoints retained;
    private final Streams streams;
    private final TreeEndpoints tree;

    /**
     * Topics.
     *
     * @param broker whose topics they are
     * @param thread that what is watched belongs to
     */
    public TopicEndpoints(Administration broker, ConsoleThread thread) {
        WallTime time = new WallTime(InstantSource.system(), broker::nowNanos);
        Lookout lookout = new Lookout(broker);
        TopicWatch watch = new TopicWatch(broker, thread, lookout, time);
        this.publishing = new Publishing(broker);
        this.lastValues = new LastValues(broker, thread, lookout, watch, time);
        this.retained = new RetainedEndpoints(broker, thread, time);
        this.streams = new Streams(broker, thread, lookout, time);
        this.tree = new TreeEndpoints(broker, thread, watch, time);
    }

    /** Adds what can be asked for. */
    public void addTo(Api api) {
        publishing.addTo(api);
        lastValues.addTo(api);
        retained.addTo(api);
        streams.addTo(api);
        tree.addTo(api);
    }
}
