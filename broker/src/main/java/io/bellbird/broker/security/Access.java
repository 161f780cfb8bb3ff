package io.bellbird.broker.security;

/** What a client wants to do with a topic or filter. */
public enum Access {
    /** Publish to a topic, also as its will. */
    PUBLISH,
    /** Get a message on a topic. */
    RECEIVE,
    /** Subscribe to a filter. */
    SUBSCRIBE
}
