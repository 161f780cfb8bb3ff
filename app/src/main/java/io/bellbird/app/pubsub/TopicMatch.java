package io.bellbird.app.pubsub;

import io.bellbird.codec.Topic;
import java.util.List;

/** Whether a filter matches a topic (section 4.7). */
final class TopicMatch {
    private TopicMatch() {}

    /** @param filter one that is well-formed */
    static boolean matches(String filter, String topic) {
        List<String> wanted = Topic.split(filter);
        List<String> levels = Topic.split(topic);
        if (topic.startsWith("$") && (wanted.get(0).equals("+") || wanted.get(0).equals("#"))) {
            return false; // [MQTT-4.7.2-1]
        }
        for (int i = 0; i < wanted.size(); i++) {
            if (wanted.get(i).equals("#")) {
                return true;
            }
            if (i == levels.size()
                    || !(wanted.get(i).equals("+") || wanted.get(i).equals(levels.get(i)))) {
                return false;
            }
        }
        return wanted.size() == levels.size();
    }
}
