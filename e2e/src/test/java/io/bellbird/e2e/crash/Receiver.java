package io.bellbird.e2e.crash;

import java.util.List;

/**
 * Who must get each message once: a session, or the members of a shared group together.
 *
 * @param clients their client ids
 * @param filters what they subscribe to, without {@code $share/group/}
 * @param qos of all their subscriptions, 1 or 2
 */
record Receiver(String name, List<String> clients, List<String> filters, int qos) {
    /** Whether a message on the topic is for it. */
    boolean wants(String topic) {
        return filters.stream().anyMatch(filter -> matches(filter, topic));
    }

    boolean isGroup() {
        return clients.size() > 1;
    }

    /** The QoS at which it gets messages of a topic. */
    int qosOf(String topic) {
        return Math.min(qos, Message.qos(topic));
    }

    /** Only filters that end with {@code /#}, or equal the topic. */
    private static boolean matches(String filter, String topic) {
        return filter.endsWith("/#")
                ? topic.startsWith(filter.substring(0, filter.length() - 1))
                : filter.equals(topic);
    }
}
