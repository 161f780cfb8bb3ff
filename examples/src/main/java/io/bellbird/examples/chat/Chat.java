package io.bellbird.examples.chat;

import io.bellbird.client.Connected;
import io.bellbird.client.ConnectionListener;
import io.bellbird.client.Disconnected;
import io.bellbird.client.Message;
import io.bellbird.client.MqttClient;
import io.bellbird.client.PublishOptions;
import io.bellbird.client.SubscribeOptions;
import io.bellbird.client.Will;
import io.bellbird.examples.LabBroker;
import java.nio.charset.StandardCharsets;
import java.util.Scanner;

/** One of those who chat: what is typed is said, under lab/chat/said/NAME; lab/chat/here/NAME is retained while they are. */
public final class Chat implements ConnectionListener {
    private static final String SAID = "lab/chat/said/";
    private static final String HERE = "lab/chat/here/";
    private static final PublishOptions RETAINED = PublishOptions.QOS_1.retained();

    private final String name;
    private final MqttClient client;

    private Chat(String name) {
        this.name = name;
        client = LabBroker.client()
                .clientId("chat-" + name) // so that a name is there once
                .will(Will.of(HERE + name, "").retained()) // empty: the broker forgets that they are here
                .listener(this)
                .build();
    }

    /** Argument: the name of the user, of letters and digits, since it is a part of topics. */
    public static void main(String[] args) {
        if (args.length != 1 || !args[0].matches("[A-Za-z0-9]+")) {
            System.err.println("usage: examples/run chat.Chat NAME, with a name of letters and digits");
            System.exit(2);
        }
        new Chat(args[0]).run();
    }

    private void run() {
        try (client;
                Scanner typed = new Scanner(System.in, StandardCharsets.UTF_8)) {
            client.connect().join();
            client.subscribe(HERE + "+", SubscribeOptions.QOS_1, this::onHere).join();
            client.subscribe(SAID + "+", SubscribeOptions.QOS_1.notLocal(), this::onSaid)
                    .join();
            System.out.println("welcome " + name + ", type and press Enter; Ctrl-D ends me");
            while (typed.hasNextLine()) {
                client.publish(SAID + name, typed.nextLine(), RETAINED);
            }
            client.publish(HERE + name, "", RETAINED).join(); // who says good-bye has no will
        }
    }

    private void onHere(Message message) {
        System.out.println("* " + lastLevel(message) + (message.text().isEmpty() ? " is gone" : " is here"));
    }

    private void onSaid(Message message) {
        System.out.println((message.isRetained() ? "(before) " : "") + lastLevel(message) + ": " + message.text());
    }

    private static String lastLevel(Message message) {
        return message.topic().substring(message.topic().lastIndexOf('/') + 1);
    }

    @Override
    public void onConnected(Connected connected) {
        client.publish(HERE + name, "here", RETAINED);
    }

    @Override
    public void onDisconnected(Disconnected disconnected) {
        if (disconnected.retryAfter().isPresent()) {
            System.out.println("* not connected, trying again: " + disconnected.explanation());
        } else if (disconnected.reason().isPresent()) {
            System.out.println("* good-bye, somebody else came with the name " + name);
            System.exit(1);
        }
    }
}
