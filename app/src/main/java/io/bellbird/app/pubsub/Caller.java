package io.bellbird.app.pubsub;

/**
 * What was called.
 *
 * @param asMosquitto by the name of Mosquitto's program, so that nothing is said that this one would not say
 */
record Caller(Tool tool, boolean asMosquitto) {
    /** As people wrote it. */
    String name() {
        return asMosquitto ? tool.mosquittoName() : "bellbird " + tool.command;
    }
}
