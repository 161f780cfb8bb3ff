package io.bellbird.app.mosquitto;

import java.util.ArrayList;
import java.util.List;

/** What an import took over, and what it did not. Filled by the import, then read. */
public final class ImportCount {
    int sessions;
    int subscriptions;
    int queuedMessages;
    int retained;
    int received;
    int newerSessions;
    int newerRetained;
    int expiredSessions;
    int expiredMessages;
    int qos0Messages;
    int sentAgain;
    int sharedSubscriptions;

    ImportCount() {}

    public int sessions() {
        return sessions;
    }

    public int subscriptions() {
        return subscriptions;
    }

    /** For each session that is to receive a message, one. */
    public int queuedMessages() {
        return queuedMessages;
    }

    public int retained() {
        return retained;
    }

    /** Packet ids of QoS 2 messages from clients that have not sent PUBREL. */
    public int received() {
        return received;
    }

    /** A sentence for each kind of thing that was not taken over. */
    public List<String> leftOut() {
        List<String> sentences = new ArrayList<>();
        add(sentences, newerSessions, "sessions are in the data already, with newer content");
        add(sentences, newerRetained, "retained messages are in the data already, with newer content");
        add(sentences, expiredSessions, "sessions had expired");
        add(sentences, expiredMessages, "messages had expired");
        add(sentences, qos0Messages, "queued messages have QoS 0, which is not kept for clients that are away");
        add(
                sentences,
                sentAgain,
                "QoS 2 messages from clients were not yet acknowledged: their clients send them again");
        add(sentences, sharedSubscriptions, "shared subscriptions: their clients have to subscribe again");
        return sentences;
    }

    private static void add(List<String> sentences, int count, String what) {
        if (count > 0) {
            sentences.add(count + " " + what);
        }
    }
}
