package io.bellbird.app;

import io.bellbird.app.cli.ExitCode;
import java.lang.reflect.Proxy;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What the process does when it is told to stop (SIGTERM, Ctrl-C) or to reload (SIGHUP). The JVM's own way would end
 * with another exit code than 0, and SIGHUP would kill.
 */
final class Signals {
    private static final Logger LOG = LoggerFactory.getLogger(Signals.class);

    /** Guarded by this, as the other. */
    private boolean stopped;

    private boolean reloadWanted;

    /**
     * Takes over the signals of this process.
     *
     * @param background nobody sits in front of it, so that a Ctrl-C at the terminal it was started from is not for it
     */
    static Signals install(boolean background) {
        Signals signals = new Signals();
        handle("TERM", signals::stop);
        handle("INT", background ? () -> {} : signals::interrupted);
        handle("HUP", signals::reload);
        return signals;
    }

    /** Stops the process as SIGTERM does. */
    synchronized void stop() {
        stopped = true;
        notifyAll();
    }

    /** Reloads as SIGHUP does. */
    synchronized void reload() {
        reloadWanted = true;
        notifyAll();
    }

    /**
     * Waits until the process is to stop.
     *
     * @param reload run by this thread meanwhile: once more after the last signal that asked for it
     */
    void awaitStop(Runnable reload) throws InterruptedException {
        while (awaitReload()) {
            reload.run();
        }
    }

    /** @return false when the process is to stop */
    private synchronized boolean awaitReload() throws InterruptedException {
        while (!stopped && !reloadWanted) {
            wait();
        }
        reloadWanted = false;
        return !stopped;
    }

    private synchronized void interrupted() {
        if (stopped) { // the second Ctrl-C: somebody does not want to wait for a clean stop
            Runtime.getRuntime().halt(ExitCode.RUNTIME);
        }
        stop();
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
