package io.bellbird.examples.relays;

import io.bellbird.client.Message;
import io.bellbird.client.MqttClient;
import io.bellbird.client.PublishOptions;
import io.bellbird.examples.Arguments;
import io.bellbird.examples.LabBroker;
import java.util.Collections;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CountDownLatch;

/** Looks after a device: when the pack that works has a low voltage, the fullest of the others takes over. */
public final class Controller {
    /** What a pack must have above the limit to take over, else two tired ones would take turns. */
    private static final double REST_VOLTS = 0.5;

    private static final PublishOptions COMMAND = PublishOptions.QOS_1.retained();

    private final MqttClient client;
    private final String topics;
    private final double lowVolts;
    private final Map<String, Double> volts = new TreeMap<>();
    private final Set<String> on = new HashSet<>();

    private Controller(MqttClient client, String device, double lowVolts) {
        this.client = client;
        this.topics = "lab/relays/" + device + "/";
        this.lowVolts = lowVolts;
    }

    /** Runs until it is stopped. */
    public static void main(String... args) throws InterruptedException {
        Arguments arguments = new Arguments("DEVICE [--low-volts N]", args);
        double lowVolts = Double.parseDouble(arguments.option("--low-volts", "11.5"));
        MqttClient client = LabBroker.client().retryFirstConnect(true).build();
        Controller controller = new Controller(client, arguments.word(0), lowVolts);
        client.subscribe(controller.topics + "#", controller::onMessage);
        client.connect().join();
        System.out.println("looking after " + arguments.word(0) + "; low is below " + lowVolts + " V");
        new CountDownLatch(1).await();
    }

    /** Called for one message after the other. */
    private void onMessage(Message message) {
        String[] levels = message.topic().split("/", -1);
        if (levels[3].equals("status")) {
            System.out.println("the device is " + message.text());
        } else if (levels[4].equals("state")) {
            onState(levels[3], message.text());
        } else if (levels[4].equals("volts")) {
            onVolts(levels[3], Double.parseDouble(message.text()));
        }
    }

    private void onState(String pack, String state) {
        boolean isNews = state.equals("on") ? on.add(pack) : on.remove(pack);
        if (isNews) {
            System.out.println("pack " + pack + " is " + state);
        }
    }

    private void onVolts(String pack, double measured) {
        volts.put(pack, measured);
        if (measured < lowVolts && on.contains(pack)) {
            String fullest = Collections.max(volts.entrySet(), Map.Entry.comparingByValue())
                    .getKey();
            if (volts.get(fullest) > lowVolts + REST_VOLTS) {
                System.out.println("pack " + pack + " has only " + measured + " V: pack " + fullest + " takes over");
                client.publish(topics + fullest + "/set", "on", COMMAND);
                client.publish(topics + pack + "/set", "off", COMMAND);
            }
        }
    }
}
