package io.bellbird.console.graph;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * Says which names are shown as one node, since there are too many of them: clients of the same user, or names that
 * begin alike; of topics preferably with the same levels. Groups of about the same size are split together or not at
 * all, as long as there is room. Immutable; a name that comes later belongs to the group that it fits.
 */
final class Grouping {
    /** Every name is a node of its own. */
    static final Grouping NONE = new Grouping("", List.of(), Map.of());

    private static final String USER = "user:";

    /** Before the keys of groups by beginning. */
    private final String kind;

    /** None is the beginning of another. */
    private final TreeSet<String> prefixes;

    private final Map<String, String> users;

    private Grouping(String kind, Collection<String> prefixes, Map<String, String> users) {
        this.kind = kind;
        this.prefixes = new TreeSet<>(prefixes);
        this.users = users;
    }

    /**
     * A group of names.
     *
     * @param key names it among all groups: {@code client:truck-1}, {@code user:ann}, {@code topic:home/}
     * @param label for people
     */
    record Group(String key, String label) {}

    /**
     * Groups of clients: by their users if most have one and there are not too many of these, else by their ids.
     *
     * @param users of clients, as far as they are known and have one
     * @param max nodes that are wanted, 1 or more
     * @param open keys of groups that are split whatever comes of it
     */
    static Grouping ofClients(Collection<String> clients, Map<String, String> users, int max, Set<String> open) {
        Map<String, List<String>> byUser =
                clients.stream().filter(users::containsKey).collect(Collectors.groupingBy(users::get));
        int known = byUser.values().stream().mapToInt(List::size).sum();
        boolean fits = known * 2 >= clients.size()
                && byUser.size() > 1
                && byUser.size() <= max
                && byUser.size() * 2 <= known
                && clients.size() - known + byUser.size() <= max;
        return fits ? byUser(byUser, open) : byPrefix("client:", clients, max, open, false);
    }

    private static Grouping byUser(Map<String, List<String>> byUser, Set<String> open) {
        Map<String, String> users = new HashMap<>();
        byUser.forEach((user, theirs) -> {
            if (theirs.size() > 1 && !open.contains(USER + user)) {
                theirs.forEach(client -> users.put(client, user));
            }
        });
        return new Grouping("", List.of(), users);
    }

    /** Groups of topics; the parameters are as with {@link #ofClients}. */
    static Grouping ofTopics(Collection<String> topics, int max, Set<String> open) {
        return byPrefix("topic:", topics, max, open, true);
    }

    private static Grouping byPrefix(String kind, Collection<String> names, int max, Set<String> open, boolean levels) {
        if (names.isEmpty()) {
            return NONE;
        }
        List<String> inOrder = List.copyOf(new TreeSet<>(names));
        List<Range> ranges = split(List.of(new Range(inOrder, 0, inOrder.size(), levels)), 1, Integer.MAX_VALUE);
        int below = Integer.MAX_VALUE;
        for (int largest = largest(ranges, below); largest > 1; largest = largest(ranges, below)) {
            List<Range> more = split(ranges, largest / 2, below);
            if (more.size() <= max) {
                ranges = more;
            } else {
                below = largest / 2 + 1;
            }
        }
        List<Range> shown = new ArrayList<>();
        ranges.forEach(range -> addOpened(shown, range, kind, open));
        return new Grouping(
                kind,
                shown.stream()
                        .filter(range -> range.size() > 1)
                        .map(Range::prefix)
                        .toList(),
                Map.of());
    }

    /** The size of the largest range that is smaller; 1 when there is none to split. */
    private static int largest(List<Range> ranges, int below) {
        return ranges.stream()
                .mapToInt(Range::size)
                .filter(size -> size < below)
                .max()
                .orElse(1);
    }

    private static List<Range> split(List<Range> ranges, int above, int below) {
        List<Range> split = new ArrayList<>();
        for (Range range : ranges) {
            boolean isMeant = range.size() > 1 && range.size() > above && range.size() < below;
            split.addAll(isMeant ? range.split() : List.of(range));
        }
        return split;
    }

    private static void addOpened(List<Range> shown, Range range, String kind, Set<String> open) {
        if (range.size() > 1 && open.stream().anyMatch(key -> key.startsWith(kind + range.prefix()))) {
            range.split().forEach(part -> addOpened(shown, part, kind, open));
        } else {
            shown.add(range);
        }
    }

    /** The group that a name belongs to; empty when it is a node of its own. */
    Optional<Group> of(String name) {
        String user = users.get(name);
        if (user != null) {
            return Optional.of(new Group(USER + user, user));
        }
        String prefix = prefixes.floor(name);
        return prefix != null && name.startsWith(prefix)
                ? Optional.of(new Group(kind + prefix, prefix + "…"))
                : Optional.empty();
    }
}
