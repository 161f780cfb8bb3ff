package io.bellbird.broker.session;

/** Something that will happen once, unless it is cancelled. */
public interface Timer {
    /** It will not happen; no effect when it has happened. */
    void cancel();
}
