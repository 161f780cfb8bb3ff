package io.bellbird.broker.security;

import io.bellbird.codec.Topic;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Rules that hold together, found by topic level by level: what it costs depends on the levels of the topic and hardly
 * on the number of rules. Of the rules that match one that denies decides, else any that allows. Immutable, so that any
 * thread may ask; asking for a topic allocates nothing.
 *
 * <p>A filter that begins with a wildcard, or with a name of the client, says nothing about topics that begin with
 * {@code $} [MQTT-4.7.2-1].
 */
final class AccessTrie {
    /** Allows nothing. */
    static final AccessTrie EMPTY = new AccessTrie(List.of(), false);

    private final AccessNode root = new AccessNode();

    /**
     * Takes in rules; those that can never allow anything, since another denies all that they are about, are left out.
     *
     * @param patterns whether {@code %c} and {@code %u} stand for the names of the client
     */
    AccessTrie(List<AccessRule> rules, boolean patterns) {
        for (AccessRule rule : rules) {
            if (rule.isDeny()) {
                add(rule, patterns);
            }
        }
        for (AccessRule rule : rules) {
            if (!rule.isDeny() && denyOf(rule.filter(), null) == null) {
                add(rule, patterns);
            }
        }
    }

    private void add(AccessRule rule, boolean patterns) {
        AccessNode node = root;
        for (String level : Topic.split(rule.filter())) {
            node = node.obtain(level, patterns);
        }
        node.end(rule);
    }

    /** Of two rules that match, the one that decides. */
    static @Nullable AccessRule stronger(@Nullable AccessRule one, @Nullable AccessRule other) {
        return one == null || (other != null && other.isDeny()) ? other : one;
    }

    static boolean isDeny(@Nullable AccessRule rule) {
        return rule != null && rule.isDeny();
    }

    // Topics

    /**
     * The rule that decides about a topic.
     *
     * @param topic a topic name
     * @param access PUBLISH or RECEIVE
     * @return null when no rule says anything
     */
    @Nullable
    AccessRule ruleFor(String topic, Access access, Client client) {
        return ruleFor(root, topic, 0, access, client);
    }

    /** @param start where the level begins that is next; after the last it lies beyond the end */
    private static @Nullable AccessRule ruleFor(
            AccessNode node, String topic, int start, Access access, Client client) {
        boolean anyFirst = start > 0 || topic.charAt(0) != '$';
        AccessRule best = anyFirst && node.hash != null ? node.hash.rule(access) : null;
        if (start > topic.length()) {
            return stronger(best, node.rule(access));
        }
        int slash = topic.indexOf('/', start);
        int end = slash < 0 ? topic.length() : slash;
        if (!isDeny(best)) {
            best = stronger(best, ruleBelow(node.child(topic, start, end), topic, end, access, client));
        }
        if (!isDeny(best) && anyFirst) {
            best = stronger(best, ruleBelow(node.plus, topic, end, access, client));
        }
        List<AccessNode.Filled> templates = node.templates();
        for (int i = 0; i < templates.size() && !isDeny(best); i++) {
            LevelTemplate template = templates.get(i).template();
            if ((anyFirst || template.text().startsWith("$")) && template.matches(topic, start, end, client)) {
                best = stronger(best, ruleBelow(templates.get(i).node(), topic, end, access, client));
            }
        }
        return best;
    }

    private static @Nullable AccessRule ruleBelow(
            @Nullable AccessNode node, String topic, int end, Access access, Client client) {
        return node == null ? null : ruleFor(node, topic, end + 1, access, client);
    }

    // Filters

    /**
     * The rule that denies all topics that match a filter.
     *
     * @param client null to compare patterns as they stand in the file
     */
    @Nullable
    AccessRule denyOf(String filter, @Nullable Client client) {
        return denyOf(root, Topic.split(filter), 0, client);
    }

    private static @Nullable AccessRule denyOf(AccessNode node, List<String> levels, int at, @Nullable Client client) {
        boolean anyFirst = at > 0 || !levels.get(0).startsWith("$");
        if (anyFirst && node.hash != null && node.hash.deny != null) {
            return node.hash.deny;
        }
        if (at == levels.size()) {
            return node.deny;
        }
        String level = levels.get(at);
        if (level.equals("#")) {
            return null;
        }
        AccessRule deny = anyFirst && node.plus != null ? denyOf(node.plus, levels, at + 1, client) : null;
        AccessNode child = level.equals("+") ? null : node.child(level);
        if (deny == null && child != null) {
            deny = denyOf(child, levels, at + 1, client);
        }
        for (int i = 0; i < node.templates().size() && deny == null && !level.equals("+"); i++) {
            AccessNode.Filled filled = node.templates().get(i);
            if (isLevel(filled.template(), level, anyFirst, client)) {
                deny = denyOf(filled.node(), levels, at + 1, client);
            }
        }
        return deny;
    }

    private static boolean isLevel(LevelTemplate template, String level, boolean anyFirst, @Nullable Client client) {
        if (client == null) {
            return template.text().equals(level);
        }
        return (anyFirst || template.text().startsWith("$")) && template.matches(level, 0, level.length(), client);
    }

    /** A rule that allows to read some topic that matches a filter. */
    @Nullable
    AccessRule readOf(String filter, Client client) {
        return readOf(root, Topic.split(filter), 0, client);
    }

    private static @Nullable AccessRule readOf(AccessNode node, List<String> levels, int at, Client client) {
        boolean anyFirst = at > 0 || !levels.get(0).startsWith("$");
        if (anyFirst && node.hash != null && node.hash.read != null) {
            return node.hash.read;
        }
        if (at == levels.size()) {
            return node.read;
        }
        String level = levels.get(at);
        if (level.equals("#")) {
            return anyRead(node, at > 0, client);
        }
        AccessRule read = anyFirst && node.plus != null ? readOf(node.plus, levels, at + 1, client) : null;
        if (level.equals("+")) {
            List<AccessNode> below = below(node, at > 0, client);
            for (int i = 0; i < below.size() && read == null; i++) {
                read = readOf(below.get(i), levels, at + 1, client);
            }
            return read;
        }
        AccessNode child = node.child(level);
        if (read == null && child != null) {
            read = readOf(child, levels, at + 1, client);
        }
        for (int i = 0; i < node.templates().size() && read == null; i++) {
            AccessNode.Filled filled = node.templates().get(i);
            if (isLevel(filled.template(), level, anyFirst, client)) {
                read = readOf(filled.node(), levels, at + 1, client);
            }
        }
        return read;
    }

    /** A rule that allows to read anything below. */
    private static @Nullable AccessRule anyRead(AccessNode node, boolean reserved, Client client) {
        if (node.read != null) {
            return node.read;
        }
        if (node.hash != null && node.hash.read != null) {
            return node.hash.read;
        }
        AccessRule read = node.plus == null ? null : anyRead(node.plus, true, client);
        List<AccessNode> below = below(node, reserved, client);
        for (int i = 0; i < below.size() && read == null; i++) {
            read = anyRead(below.get(i), true, client);
        }
        return read;
    }

    /** What a {@code +} of a client's filter means below, without the rules' own. */
    private static List<AccessNode> below(AccessNode node, boolean reserved, Client client) {
        List<AccessNode> below = node.children(reserved);
        for (AccessNode.Filled filled : node.templates()) {
            if (filled.template().isFillable(client)
                    && (reserved || !filled.template().text().startsWith("$"))) {
                below.add(filled.node());
            }
        }
        return below;
    }
}
