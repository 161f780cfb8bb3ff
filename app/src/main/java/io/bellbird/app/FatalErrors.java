package io.bellbird.app;

import io.bellbird.app.cli.ExitCode;
import io.bellbird.app.log.ProcessLog;
import java.lang.Thread.UncaughtExceptionHandler;
import java.nio.charset.StandardCharsets;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Ends the process when a thread of the broker cannot go on: out of memory, a stack that is too deep, a defect. What is
 * left undone then, nobody knows; what was acknowledged is in the store, and the next start finds it. Any thread.
 */
final class FatalErrors implements UncaughtExceptionHandler {
    private static final Logger LOG = LoggerFactory.getLogger(FatalErrors.class);
    /** Made before memory is short. */
    private static final byte[] LAST_WORDS =
            "bellbird: out of memory, the process ends\n".getBytes(StandardCharsets.UTF_8);

    private final ProcessLog log;
    private final Runnable end;

    /**
     * What a thread's end leads to.
     *
     * @param end ends the process with {@link ExitCode#RUNTIME}, without a word to anybody
     */
    FatalErrors(ProcessLog log, Runnable end) {
        this.log = log;
        this.end = end;
    }

    /** From now on, and for all threads. Running the shutdown hooks would take what failed to be sound. */
    static void endProcess(ProcessLog log) {
        Thread.setDefaultUncaughtExceptionHandler(
                new FatalErrors(log, () -> Runtime.getRuntime().halt(ExitCode.RUNTIME)));
    }

    @Override
    public void uncaughtException(Thread thread, Throwable failure) {
        try {
            say(thread, failure);
        } catch (OutOfMemoryError again) {
            System.err.write(LAST_WORDS, 0, LAST_WORDS.length);
        } finally {
            end.run();
        }
    }

    private void say(Thread thread, Throwable failure) {
        if (failure instanceof OutOfMemoryError) {
            LOG.error(
                    "thread={} out of memory, the process ends: lower memory_limit, or give Java more with"
                            + " BELLBIRD_JAVA_OPTS=-Xmx...: {}",
                    thread.getName(),
                    failure.getMessage());
        } else {
            LOG.error("thread={} failed, the process ends; this is a defect of the broker", thread.getName(), failure);
        }
        log.close();
    }
}
