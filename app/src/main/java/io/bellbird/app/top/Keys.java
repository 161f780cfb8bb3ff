package io.bellbird.app.top;

import io.bellbird.app.cli.Screen;
import java.io.FileInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** The keys that are pressed at the terminal, read by a thread of its own. The terminal is put back however this ends. */
final class Keys implements AutoCloseable {
    private static final String TERMINAL = "/dev/tty";

    private final BlockingQueue<Integer> pressed = new LinkedBlockingQueue<>();
    private final Runnable restore;
    private final Thread hook;

    /** @throws IOException when there is no terminal */
    Keys() throws IOException {
        this.restore = Screen.rawKeys();
        this.hook = new Thread(restore);
        Runtime.getRuntime().addShutdownHook(hook);
        Thread reader = new Thread(this::read, "keys");
        reader.setDaemon(true); // nothing ends its waiting for a key but the end of the process
        reader.start();
    }

    private void read() {
        try (InputStream terminal = new FileInputStream(TERMINAL)) {
            for (int key = terminal.read(); key >= 0; key = terminal.read()) {
                pressed.add(key);
            }
        } catch (IOException gone) {
            pressed.add((int) 'q');
        }
    }

    /** The next key, or null when none is pressed in time. */
    @Nullable
    Integer next(long nanos) throws InterruptedException {
        return pressed.poll(nanos, TimeUnit.NANOSECONDS);
    }

    @Override
    public void close() {
        restore.run();
        try {
            Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException stopping) {
            // it runs already
        }
    }
}
