package io.bellbird.e2e;

/**
 * A client that talks on the topic that it listens to, with a session that is kept, and comes back by itself when it has
 * lost the connection. Used by the thread of the test.
 */
interface Talker extends AutoCloseable {
    String TOPIC = "talk";

    /** Connects and subscribes, unless it has begun to by itself; returns when that is done. */
    void start();

    /** Waits until it has noticed that the connection is lost. */
    void awaitDisconnected();

    /** Publishes a text, or keeps it until there is a connection again. */
    void say(String text);

    /**
     * Waits for the next text.
     *
     * @throws AssertionError when it does not come in time
     */
    String hear();

    @Override
    void close();
}
