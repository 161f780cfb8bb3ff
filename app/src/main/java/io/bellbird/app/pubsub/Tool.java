package io.bellbird.app.pubsub;

import java.util.Optional;

/** The three commands. */
enum Tool {
    PUB("pub", "Publishes messages to a topic."),
    SUB("sub", "Subscribes to topics, and prints what comes."),
    RR("rr", "Publishes a request, and waits for the response.");

    /** Below bellbird. */
    final String command;

    final String description;

    Tool(String command, String description) {
        this.command = command;
        this.description = description;
    }

    /** The program whose place it takes. */
    String mosquittoName() {
        return "mosquitto_" + command;
    }

    /** The command that is called by a name of either kind. */
    static Optional<Tool> named(String name) {
        for (Tool tool : values()) {
            if (name.equals(tool.command) || name.equals(tool.mosquittoName())) {
                return Optional.of(tool);
            }
        }
        return Optional.empty();
    }
}
