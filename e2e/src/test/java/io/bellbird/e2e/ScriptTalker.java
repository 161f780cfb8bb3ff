package io.bellbird.e2e;

/** A script in another language that prints what it hears. */
final class ScriptTalker implements Talker {
    private static final String HEARD = "heard ";

    private final ClientProcess script;

    /** @param script runs already */
    ScriptTalker(ClientProcess script) {
        this.script = script;
    }

    @Override
    public void start() {
        script.awaitLine("subscribed");
    }

    @Override
    public void awaitDisconnected() {
        script.awaitLine("disconnected");
    }

    @Override
    public void say(String text) {
        script.type(text);
    }

    @Override
    public String hear() {
        return script.awaitLine(HEARD).substring(HEARD.length());
    }

    @Override
    public void close() {
        script.close();
    }

    @Override
    public String toString() {
        return script.toString();
    }
}
