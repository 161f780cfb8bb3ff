package io.bellbird.app;

/** What the process ends with, so that scripts can tell why. */
final class ExitCode {
    static final int CLEAN = 0;
    static final int RUNTIME = 1;
    static final int USAGE = 2;
    static final int CONFIGURATION = 3;
    static final int PORT = 4;
    static final int STORE = 5;

    private ExitCode() {}
}
