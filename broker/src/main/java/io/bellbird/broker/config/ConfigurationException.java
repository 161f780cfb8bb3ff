package io.bellbird.broker.config;

import java.util.List;

/** A configuration with which no broker can start. */
public final class ConfigurationException extends Exception {
    private static final long serialVersionUID = 1L;

    private final List<String> errors;

    /**
     * Takes everything that is wrong.
     *
     * @param errors at least one, each one line that says where, what is wrong, and what to do
     */
    public ConfigurationException(List<String> errors) {
        super(String.join("\n", errors));
        this.errors = List.copyOf(errors);
    }

    /** Each one line that says where, what is wrong, and what to do. */
    public List<String> errors() {
        return errors;
    }
}
