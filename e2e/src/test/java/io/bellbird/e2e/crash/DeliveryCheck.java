package io.bellbird.e2e.crash;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Checks what one {@link Receiver} got in a round: everything that was acknowledged, QoS 2 and QoS 0 at most once, QoS 1
 * again only for a reason, and each topic in order.
 */
final class DeliveryCheck {
    private final Receiver receiver;
    private final Set<Message> sent = new HashSet<>();
    private final Set<Message> sentAgain = new HashSet<>();
    private final Map<Message, Receipt> received = new HashMap<>();
    private final Map<String, Integer> lastNumbers = new HashMap<>();
    private final Map<String, Integer> breaks = new HashMap<>();
    private final List<String> violations = new ArrayList<>();
    private int crashes;
    private int repeated;

    /** @param breaks of the connections of {@code client} until then */
    private record Receipt(String client, int breaks) {}

    private DeliveryCheck(Receiver receiver) {
        this.receiver = receiver;
    }

    /**
     * @param repeated deliveries of QoS 1 that came more than once, for a reason
     */
    record Result(int received, int repeated, List<String> violations) {}

    static Result check(Receiver receiver, List<Entry> entries) {
        DeliveryCheck check = new DeliveryCheck(receiver);
        entries.forEach(check::take);
        DueMessages.of(receiver, entries).stream()
                .filter(message -> !check.received.containsKey(message))
                .forEach(message -> check.violations.add("lost for " + receiver.name() + ": " + message));
        return new Result(check.received.size(), check.repeated, check.violations);
    }

    private void take(Entry entry) {
        switch (entry.kind()) {
            case SENT -> sent.add(entry.message());
            case SENT_AGAIN -> sentAgain.add(entry.message());
            // between the two, receivers still read what the broker sent before the crash
            case CRASHED, RESTARTED -> crashes++;
            case CONNECTED, CUT -> breaks.merge(entry.client(), 1, Integer::sum);
            case RECEIVED -> {
                if (receiver.clients().contains(entry.client())) {
                    onReceived(entry.client(), entry.message());
                }
            }
            default -> {}
        }
    }

    private void onReceived(String client, Message message) {
        if (!sent.contains(message)) {
            violations.add(client + " got what nobody sent in this round: " + message);
        }
        Receipt first = received.putIfAbsent(message, new Receipt(client, breaksOf(client)));
        if (first == null) {
            checkOrder(client, message);
        } else if (receiver.qosOf(message.topic()) != 1) {
            violations.add("more than once: " + message + " for " + first.client() + " and " + client);
        } else if (!sentAgain.contains(message) && first.breaks() == breaksOf(first.client())) {
            violations.add("again without a reason: " + message + " for " + first.client() + " and " + client);
        } else {
            repeated++;
        }
    }

    /** The members of a group go on at different speeds, so that there is no order between them. */
    private void checkOrder(String client, Message message) {
        Integer last = lastNumbers.put(message.topic(), message.number());
        if (last != null && last > message.number() && !receiver.isGroup()) {
            violations.add(client + " got " + message + " for the first time after number " + last);
        }
    }

    private int breaksOf(String client) {
        return breaks.getOrDefault(client, 0) + crashes;
    }
}
