package io.bellbird.broker.config;

/**
 * A line of a configuration.
 *
 * @param source the name of the file
 * @param line from 1; 0 for what begins with the file
 */
record Place(String source, int line) {

    /** For people who look at {@code from}: "line 3", or "other.conf:3" in another file. */
    String seenFrom(Place from) {
        return source.equals(from.source) ? "line " + line : toString();
    }

    @Override
    public String toString() {
        return source + ":" + line;
    }
}
