package io.bellbird.store.rocksdb;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Calls back whoever waits for the store. */
final class Callbacks {
    private static final Logger log = LoggerFactory.getLogger(Callbacks.class);

    private Callbacks() {}

    /**
     * An exception is a defect of who is called, and must not end the thread that calls. When Java itself cannot go on,
     * whoever waits may wait for ever, and the program is told.
     */
    static void run(Runnable callback) {
        try {
            callback.run();
        } catch (VirtualMachineError e) {
            Thread thread = Thread.currentThread();
            thread.getUncaughtExceptionHandler().uncaughtException(thread, e);
        } catch (RuntimeException | Error e) {
            log.error("what waited for the store failed; the store goes on", e);
        }
    }
}
