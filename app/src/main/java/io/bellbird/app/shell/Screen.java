package io.bellbird.app.shell;

import java.util.Optional;

/** Where lines come from and go to. Lines are read by one thread and printed by any. */
interface Screen extends AutoCloseable {
    /** The next line; empty at the end. Waits for it. */
    Optional<String> nextLine();

    /** Prints a line, above the one that is being edited. */
    void print(String line);

    @Override
    void close();
}
