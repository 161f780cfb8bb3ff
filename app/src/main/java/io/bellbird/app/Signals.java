package io.bellbird.app;

import java.lang.reflect.Proxy;
import java.util.concurrent.CountDownLatch;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What the process does when it is told to stop (SIGTERM, Ctrl-C) or to reload (SIGHUP). The JVM's own way would end
 * with another exit code than 0, and SIGHUP would kill.
 */
final class Signals {
    private static final Logger LOG = LoggerFactory.getLogger(Signals.class);

    private final CountDownLatch stopped = new CountDownLatch(1);

    /**
     * Takes over the signals of this process.
     *
     * @param background nobody sits in front of it, so that a Ctrl-C at the terminal it was started from is not for it
     */
    static Signals install(boolean background) {
        Signals signals = new Signals();
        handle("TERM", signals::stop);
        handle("INT", background ? () -> {} : signals::interrupted);
        handle(
                "HUP",
                () -> LOG.info(
                        LogMarkers.NOTICE,
                        "signal=HUP has no effect: reload comes with a later version, restart the broker instead"));
        return signals;
    }

    /** Stops the process as SIGTERM does. */
    void stop() {
        stopped.countDown();
    }

    /** Waits until the process is to stop. */
    void awaitStop() throws InterruptedException {
        stopped.await();
    }

    private void interrupted() {
        if (stopped.getCount() == 0) { // the second Ctrl-C: somebody does not want to wait for a clean stop
            Runtime.getRuntime().halt(ExitCode.RUNTIME);
        }
        stopped.countDown();
    }

    /**
     * Registers a handler with {@code sun.misc.Signal}, by reflection: the class is exported by jdk.unsupported and
     * has no successor, but naming it in the source is a compiler warning that cannot be suppressed.
     */
    private static void handle(String name, Runnable handler) {
        try {
            Class<?> signal = Class.forName("sun.misc.Signal");
            Class<?> signalHandler = Class.forName("sun.misc.SignalHandler");
            Object adapter = Proxy.newProxyInstance(
                    Signals.class.getClassLoader(), new Class<?>[] {signalHandler}, (proxy, method, arguments) -> {
                        handler.run();
                        return null;
                    });
            Object number = signal.getConstructor(String.class).newInstance(name);
            signal.getMethod("handle", signal, signalHandler).invoke(null, number, adapter);
        } catch (ReflectiveOperationException e) {
            // a system without this signal, or a JVM that was started with -Xrs
            LOG.debug("signal={} cannot be handled", name, e);
        }
    }
}
