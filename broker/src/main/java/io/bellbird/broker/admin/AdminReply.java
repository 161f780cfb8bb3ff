package io.bellbird.broker.admin;

import io.bellbird.broker.AnyThread;
import java.util.Map;

/** Takes what a request gets, once. */
public interface AdminReply {
    /** Sends an answer; what comes after the client has gone is lost. */
    @AnyThread
    void send(AdminAnswer answer);

    /**
     * Sends text for as long as the client stays, as fast as it takes it. On the admin thread.
     *
     * @param headers by name, the content type among them
     * @return to be run on any thread whenever the source has more
     */
    Runnable stream(Map<String, String> headers, TextSource source);

    /** Runs something on the admin thread: at once when it is asked for there, else soon. */
    @AnyThread
    void execute(Runnable action);

    /** Ends a text that goes on, and the connection with it. */
    @AnyThread
    void end();
}
