package io.bellbird.console.topics;

import io.bellbird.broker.Administration;
import io.bellbird.console.http.Api;
import java.time.InstantSource;

/** Messages and topics over HTTP. */
public final class TopicEndpoints implements AutoCloseable {
    private final TopicThread thread = new TopicThread();
    private final Publishing publishing;
    private final LastValues lastValues;
    private final RetainedEndpoints retained;
    private final Streams streams;
    private final TreeEndpoints tree;

    /** @param broker whose topics they are */
    public TopicEndpoints(Administration broker) {
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

    /** Nothing more is done; once nobody asks any more. */
    @Override
    public void close() {
        thread.close();
    }
}
