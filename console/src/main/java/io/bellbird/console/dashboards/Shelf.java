package io.bellbird.console.dashboards;

import com.fasterxml.jackson.databind.JsonNode;
import io.bellbird.console.http.Problem;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The dashboards of one user. Immutable.
 *
 * @param dashboards by their names, in the order in which they were made; at most {@link #COUNT_MAX}
 */
record Shelf(Map<String, Dashboard> dashboards) {
    static final Shelf EMPTY = new Shelf(Map.of());
    static final int COUNT_MAX = 50;

    private static final int NAME_LENGTH_MAX = 100;

    Shelf {
        dashboards = Collections.unmodifiableMap(new LinkedHashMap<>(dashboards));
    }

    /** @throws Problem when there is none of that name */
    Dashboard get(String name) {
        Dashboard dashboard = dashboards.get(name);
        if (dashboard == null) {
            throw Problem.notFound("you have no dashboard '" + name + "': /api/dashboards says which you have");
        }
        return dashboard;
    }

    /**
     * The same with one more, or in place of one.
     *
     * @throws Problem when that is too many, or the name is none
     */
    Shelf with(String name, Dashboard dashboard) {
        if (name.isBlank() || name.length() > NAME_LENGTH_MAX || name.chars().anyMatch(Character::isISOControl)) {
            throw Problem.badRequest("a dashboard has a name of 1 to " + NAME_LENGTH_MAX + " letters");
        }
        if (dashboards.size() == COUNT_MAX && !dashboards.containsKey(name)) {
            throw Problem.conflict("you have " + COUNT_MAX + " dashboards, which is the most: delete one first");
        }
        Map<String, Dashboard> more = new LinkedHashMap<>(dashboards);
        more.put(name, dashboard);
        return new Shelf(more);
    }

    /** The same without one. */
    Shelf without(String name) {
        Map<String, Dashboard> fewer = new LinkedHashMap<>(dashboards);
        fewer.remove(name);
        return new Shelf(fewer);
    }

    /**
     * Refuses a change that was made from what is not there any more.
     *
     * @param expected the tag of the dashboard as it was seen; empty when it was not there
     * @throws Problem when it is another now
     */
    void check(String name, String expected) {
        Dashboard now = dashboards.get(name);
        if (!expected.equals(now == null ? "" : now.tag())) {
            throw Problem.of(
                    412,
                    "Changed meanwhile",
                    "dashboard '" + name + "' "
                            + (now == null
                                    ? "has been deleted meanwhile"
                                    : "was saved meanwhile, perhaps from another window")
                            + ": get it again, and make your change there; without If-Match it is overwritten");
        }
    }

    /** Those of a file. */
    static Shelf of(JsonNode dashboards) {
        Map<String, Dashboard> read = new LinkedHashMap<>();
        dashboards.properties().forEach(each -> read.put(each.getKey(), Dashboard.of(each.getValue())));
        return new Shelf(read);
    }
}
