package io.bellbird.examples.relays;

import io.bellbird.client.Connected;
import io.bellbird.client.ConnectionListener;
import io.bellbird.client.Disconnected;
import io.bellbird.client.Message;
import io.bellbird.client.MqttClient;
import io.bellbird.client.PublishOptions;
import io.bellbird.client.Will;
import io.bellbird.examples.Arguments;
import io.bellbird.examples.LabBroker;
import java.time.Duration;
import java.util.Locale;

/** A device with three battery packs: does what it is told, and reports what it has done. */
public final class Device implements ConnectionListener {
    private static final PublishOptions RETAINED = PublishOptions.QOS_1.retained();
    private static final PublishOptions OF_NOW = PublishOptions.QOS_0.expiringAfter(Duration.ofSeconds(5));

    private final String topics;
    private final Board board;
    private final Bank bank;
    private final MqttClient client;

    private Device(String name, Board board) {
        this.topics = "lab/relays/" + name + "/";
        this.board = board;
        this.bank = new Bank(board, 17, 27, 22);
        this.client = LabBroker.client()
                .clientId("relays-" + name)
                .will(Will.of(topics + "status", "offline").retained())
                .keepAlive(Duration.ofSeconds(10))
                .retryFirstConnect(true)
                .listener(this)
                .build();
    }

    /** Runs until it is stopped. */
    public static void main(String... args) throws InterruptedException {
        Arguments arguments = new Arguments("NAME [--board pi|simulated|auto] [--active-low] [--tick-millis N]", args);
        Board board = Board.open(arguments.option("--board", "auto"), arguments.has("--active-low"));
        Device device = new Device(arguments.word(0), board);
        System.out.println(
                arguments.word(0) + ", as process " + ProcessHandle.current().pid());
        Runtime.getRuntime().addShutdownHook(new Thread(device::stop));
        device.run(arguments.option("--tick-millis", 1000));
    }

    private void run(int tickMillis) throws InterruptedException {
        client.subscribe(topics + "+/set", this::onCommand);
        client.connect();
        while (true) {
            bank.measure()
                    .forEach((pack, volts) -> client.publish(
                            topics + pack + "/volts", String.format(Locale.ROOT, "%.2f", volts), OF_NOW));
            Thread.sleep(tickMillis);
        }
    }

    @Override
    public void onConnected(Connected connected) {
        System.out.println("connected to " + connected.broker());
        client.publish(topics + "status", "online", RETAINED);
        report();
    }

    @Override
    public void onDisconnected(Disconnected disconnected) {
        System.out.println("disconnected: " + disconnected.explanation());
    }

    private void onCommand(Message command) {
        String pack = command.topic().split("/", -1)[3];
        switch (command.text()) {
            case "on", "off" -> System.out.println(bank.set(pack, command.text().equals("on")));
            default -> System.out.println("pack " + pack + ": a command is on or off, not " + command.text());
        }
        report();
    }

    /** Publishes what is so now; one thread after the other, so that the last one to publish has looked last. */
    private synchronized void report() {
        bank.states().forEach((pack, state) -> client.publish(topics + pack + "/state", state, RETAINED));
    }

    /** Switches all off and says good-bye, after which the broker does not publish the will. */
    private void stop() {
        bank.states().keySet().forEach(pack -> bank.set(pack, false));
        report();
        client.publish(topics + "status", "offline", RETAINED);
        client.close();
        board.close();
    }
}
