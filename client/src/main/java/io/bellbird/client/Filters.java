package io.bellbird.client;

/** Topic filters (section 4.7) and shared ones (section 4.8.2), as text. */
final class Filters {
    private static final String SHARE = "$share/";

    private Filters() {}

    /**
     * Checks a filter.
     *
     * @throws IllegalArgumentException when it is none, saying why [MQTT-4.7.1-1] [MQTT-4.7.1-2] [MQTT-4.8.2-1]
     */
    static void check(String filter, SubscribeOptions options) {
        Texts.check("a topic filter", filter);
        if (filter.isEmpty()) {
            throw bad(filter, "it is empty"); // [MQTT-4.7.3-1]
        }
        if (isShared(filter)) {
            checkShare(filter);
            if (options.noLocal()) {
                throw bad(filter, "a shared subscription cannot be without local messages [MQTT-3.8.3-4]");
            }
        }
        String[] levels = topicFilter(filter).split("/", -1);
        for (int i = 0; i < levels.length; i++) {
            boolean last = i == levels.length - 1;
            if (levels[i].contains("#") && !(levels[i].equals("#") && last)) {
                throw bad(filter, "# stands alone at the end");
            }
            if (levels[i].contains("+") && !levels[i].equals("+")) {
                throw bad(filter, "+ stands alone between slashes");
            }
        }
    }

    private static void checkShare(String filter) {
        int end = filter.indexOf('/', SHARE.length());
        if (end <= SHARE.length() || end == filter.length() - 1) {
            throw bad(filter, "a shared subscription is $share/NAME/FILTER");
        }
        String name = filter.substring(SHARE.length(), end);
        if (name.contains("+") || name.contains("#")) {
            throw bad(filter, "the name of a share has no wildcard [MQTT-4.8.2-2]");
        }
    }

    private static IllegalArgumentException bad(String filter, String why) {
        return new IllegalArgumentException("\"" + filter + "\" is no topic filter: " + why);
    }

    static boolean isShared(String filter) {
        return filter.startsWith(SHARE);
    }

    static boolean hasWildcard(String filter) {
        return filter.indexOf('+') >= 0 || filter.indexOf('#') >= 0;
    }

    /** What topics are compared with. */
    private static String topicFilter(String filter) {
        return isShared(filter) ? filter.substring(filter.indexOf('/', SHARE.length()) + 1) : filter;
    }

    /** Whether a message of the topic comes for the filter, which is one. */
    static boolean matches(String filter, String topic) {
        String wanted = topicFilter(filter);
        if (topic.charAt(0) == '$' && (wanted.charAt(0) == '+' || wanted.charAt(0) == '#')) {
            return false; // [MQTT-4.7.2-1]
        }
        int at = 0;
        int in = 0;
        while (true) {
            int filterEnd = endOfLevel(wanted, at);
            if (wanted.startsWith("#", at)) {
                return true;
            }
            int topicEnd = endOfLevel(topic, in);
            boolean same = wanted.startsWith("+", at)
                    || (filterEnd - at == topicEnd - in && wanted.regionMatches(at, topic, in, topicEnd - in));
            if (!same) {
                return false;
            }
            boolean topicOver = topicEnd == topic.length();
            if (filterEnd == wanted.length()) {
                return topicOver;
            }
            if (topicOver) {
                return wanted.startsWith("#", filterEnd + 1); // the parent of what # matches
            }
            at = filterEnd + 1;
            in = topicEnd + 1;
        }
    }

    private static int endOfLevel(String text, int from) {
        int slash = text.indexOf('/', from);
        return slash < 0 ? text.length() : slash;
    }
}
