package io.bellbird.broker.admin;

/** Answers the requests to the admin listener that the broker has no answer of its own for. */
public interface AdminHandler extends AutoCloseable {
    /**
     * Answers a request. On the admin thread, where nothing may wait: what takes long is done elsewhere, and answered
     * from there. What is thrown here is logged as a defect, and answered with 500.
     *
     * @param reply to be used once, now or later
     */
    void handle(AdminRequest request, AdminReply reply);

    /**
     * Another configuration holds, or what is in its files. By the thread that reloads, which waits: who may not stay is
     * out when this returns.
     */
    default void onReload() {}

    /** The listener has ended. */
    @Override
    default void close() {}
}
