package io.bellbird.e2e.crash;

import io.bellbird.e2e.wire.Mqtt;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** The clients of all rounds: 8 publishers, 20 sessions, a shared group of 3, and 4 with wills. */
final class Fleet {
    private static final int PUBLISHERS = 8;
    private static final int SESSIONS = 20;
    private static final int SESSIONS_FOR_ALL = 4;
    private static final int MEMBERS = 3;
    private static final String ALL = "load/#";
    private static final int NARROW = 5;
    private static final int WIDE = 65_535;

    private final List<Publisher> publishers;
    private final List<Subscriber> sessions = new ArrayList<>();
    private final List<Subscriber> members;
    private final List<WillClient> willClients = List.of(
            new WillClient("will-back", Mqtt.V3_1_1, WillClient.Habit.COMES_BACK, 1),
            new WillClient("will-away", Mqtt.V5, WillClient.Habit.STAYS_AWAY, 2),
            new WillClient("will-in-time", Mqtt.V5, WillClient.Habit.COMES_BACK_IN_TIME, 1),
            new WillClient("will-leaves", Mqtt.V5, WillClient.Habit.LEAVES, 2));
    private final List<Receiver> receivers = new ArrayList<>();

    Fleet(long seed) {
        publishers = IntStream.range(0, PUBLISHERS)
                .mapToObj(number -> new Publisher(number, version(number), seed))
                .toList();
        for (int number = 0; number < SESSIONS; number++) {
            String id = "session-" + number;
            Receiver receiver = new Receiver(id, List.of(id), filters(number), number % 3 == 1 ? 1 : 2);
            receivers.add(receiver);
            int receiveMaximum = number % 5 == 3 ? NARROW : WIDE;
            sessions.add(new Subscriber(id, version(number / 2), receiver, "", receiveMaximum, seed));
        }
        List<String> memberIds = IntStream.range(0, MEMBERS)
                .mapToObj(number -> "member-" + number)
                .toList();
        Receiver group = new Receiver("group", memberIds, List.of(ALL), 2);
        receivers.add(group);
        members = IntStream.range(0, MEMBERS)
                .mapToObj(number ->
                        new Subscriber(memberIds.get(number), version(number), group, "$share/group/", WIDE, seed))
                .toList();
    }

    List<Publisher> publishers() {
        return publishers;
    }

    /** Those with a session of their own, then the members of the group. */
    List<Subscriber> subscribers() {
        List<Subscriber> all = new ArrayList<>(sessions);
        all.addAll(members);
        return all;
    }

    List<WillClient> willClients() {
        return willClients;
    }

    List<Receiver> receivers() {
        return List.copyOf(receivers);
    }

    List<String> retainedTopics() {
        return publishers.stream()
                .flatMap(publisher -> publisher.retainedTopics().stream())
                .toList();
    }

    Map<String, Integer> willDelaysSeconds() {
        return willClients.stream().collect(Collectors.toMap(WillClient::topic, WillClient::delaySeconds));
    }

    private static List<String> filters(int session) {
        return session < SESSIONS_FOR_ALL ? List.of(ALL, "will/#") : List.of("load/" + session % PUBLISHERS + "/#");
    }

    private static Mqtt version(int number) {
        return number % 2 == 0 ? Mqtt.V3_1_1 : Mqtt.V5;
    }
}
