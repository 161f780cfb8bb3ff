package io.bellbird.app.cli;

/** What the process ends with, so that scripts can tell why. */
public final class ExitCode {
    public static final int CLEAN = 0;
    public static final int RUNTIME = 1;
    public static final int USAGE = 2;
    public static final int CONFIGURATION = 3;
    public static final int PORT = 4;
    public static final int STORE = 5;

    private ExitCode() {}
}
