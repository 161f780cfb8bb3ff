package io.bellbird.broker.security;

import io.bellbird.broker.config.ConfigurationException;
import io.bellbird.broker.routing.TopicFilter;
import io.bellbird.codec.Topic;

/** The text of an ACL file, whether it holds or not: its rules, and what would be if it held. Immutable. */
public final class RightsText {
    /** A file may have so many bytes. */
    public static final long FILE_BYTES_MAX = AclReader.FILE_BYTES_MAX;

    private final AccessLines lines;
    private final AccessList list;

    private RightsText(AccessList.Builder read) {
        this.lines = AccessLines.of(read);
        this.list = read.build();
    }

    /**
     * Reads a text.
     *
     * @param source the name of the file, for what is said about it
     * @throws ConfigurationException with everything that is wrong in it, each with its line
     */
    public static RightsText parse(String source, String text) throws ConfigurationException {
        return new RightsText(AclReader.lines(source, text));
    }

    /** Its rules by whom they are for. */
    public AccessLines lines() {
        return lines;
    }

    /**
     * Whether a client could do something if this held, and why.
     *
     * @param name as for {@link AclAuthorizer#explain}
     */
    public Decision explain(Client client, String name, Access access) {
        return Decision.by(
                access == Access.SUBSCRIBE
                        ? list.ruleFor(client, TopicFilter.parse(name))
                        : list.ruleFor(client, Topic.of(name), access));
    }
}
