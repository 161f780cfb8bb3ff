package io.bellbird.broker.security;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** One level of the filters in an {@link AccessTrie}: what ends here, and what comes below. Changes only while it is built. */
final class AccessNode {
    private static final int SLOTS_MIN = 4;

    /** The rules that end here. */
    @Nullable
    AccessRule deny;

    @Nullable
    AccessRule read;

    @Nullable
    AccessRule write;

    /** The levels {@code +} and {@code #} below. */
    @Nullable
    AccessNode plus;

    @Nullable
    AccessNode hash;

    /** The levels below with {@code %c} or {@code %u}; immutable and empty until there is one. */
    private List<Filled> templates = List.of();
    /** The other levels below, in slots by their hash: a power of two, at most half of them taken. */
    private @Nullable String[] names = new String[SLOTS_MIN];

    private @Nullable AccessNode[] children = new AccessNode[SLOTS_MIN];
    private int count;

    /** A level that stands for another text for each client, and what comes below. */
    record Filled(LevelTemplate template, AccessNode node) {}

    List<Filled> templates() {
        return templates;
    }

    /** The rule that ends here and decides: one that denies, else one that allows. */
    @Nullable
    AccessRule rule(Access access) {
        if (deny != null) {
            return deny;
        }
        return access == Access.PUBLISH ? write : read;
    }

    /** Of several rules for the same the first stays. */
    void end(AccessRule rule) {
        if (rule.isDeny()) {
            deny = deny == null ? rule : deny;
        }
        if (rule.effect().allowsReading()) {
            read = read == null ? rule : read;
        }
        if (rule.effect().allowsWriting()) {
            write = write == null ? rule : write;
        }
    }

    // Levels below

    /** The level with the name that is part of a text; allocates nothing. */
    @Nullable
    AccessNode child(String text, int start, int end) {
        int code = 0; // as String.hashCode
        for (int i = start; i < end; i++) {
            code = 31 * code + text.charAt(i);
        }
        int slot = code & (names.length - 1);
        for (String name = names[slot]; name != null; name = names[slot]) {
            if (name.length() == end - start && text.startsWith(name, start)) {
                return children[slot];
            }
            slot = (slot + 1) & (names.length - 1);
        }
        return null;
    }

    /** The level with a name. */
    @Nullable
    AccessNode child(String name) {
        return child(name, 0, name.length());
    }

    /** Those with a name that begins with {@code $} only if it is asked for. */
    List<AccessNode> children(boolean reserved) {
        List<AccessNode> all = new ArrayList<>(count);
        for (int slot = 0; slot < names.length; slot++) {
            String name = names[slot];
            AccessNode child = children[slot];
            if (name != null && child != null && (reserved || !name.startsWith("$"))) {
                all.add(child);
            }
        }
        return all;
    }

    /** The level below, made when there is none. */
    AccessNode obtain(String level, boolean pattern) {
        if (level.equals("+")) {
            plus = plus == null ? new AccessNode() : plus;
            return plus;
        }
        if (level.equals("#")) {
            hash = hash == null ? new AccessNode() : hash;
            return hash;
        }
        return pattern && LevelTemplate.isTemplate(level) ? obtainTemplate(level) : obtainChild(level);
    }

    private AccessNode obtainTemplate(String level) {
        for (Filled filled : templates) {
            if (filled.template.text().equals(level)) {
                return filled.node;
            }
        }
        List<Filled> more = new ArrayList<>(templates);
        AccessNode node = new AccessNode();
        more.add(new Filled(LevelTemplate.of(level), node));
        templates = List.copyOf(more);
        return node;
    }

    private AccessNode obtainChild(String name) {
        AccessNode present = child(name);
        if (present != null) {
            return present;
        }
        if (2 * (count + 1) > names.length) {
            grow();
        }
        AccessNode child = new AccessNode();
        put(name, child);
        count++;
        return child;
    }

    private void grow() {
        @Nullable String[] namesBefore = names;
        @Nullable AccessNode[] before = children;
        names = new String[2 * namesBefore.length];
        children = new AccessNode[2 * namesBefore.length];
        for (int slot = 0; slot < namesBefore.length; slot++) {
            String name = namesBefore[slot];
            if (name != null) {
                put(name, before[slot]);
            }
        }
    }

    private void put(String name, @Nullable AccessNode child) {
        int slot = name.hashCode() & (names.length - 1);
        while (names[slot] != null) {
            slot = (slot + 1) & (names.length - 1);
        }
        names[slot] = name;
        children[slot] = child;
    }
}
