package io.bellbird.console.http;

/** Server-Sent Events as text. */
public final class Events {
    /** A line that says nothing: sent now and then, so that nobody between takes the connection for dead. */
    public static final String COMMENT = ":\n\n";

    private Events() {}

    /**
     * An event.
     *
     * @param name of its kind, without a line end
     * @param value becomes JSON, which is one line
     */
    public static String event(String name, Object value) {
        return "event: " + name + "\ndata: " + Json.write(value) + "\n\n";
    }
}
