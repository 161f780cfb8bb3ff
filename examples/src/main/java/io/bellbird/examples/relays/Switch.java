package io.bellbird.examples.relays;

import io.bellbird.client.BlockingMqttClient;
import io.bellbird.client.Message;
import io.bellbird.client.MqttException;
import io.bellbird.client.PublishOptions;
import io.bellbird.codec.Bytes;
import io.bellbird.examples.Arguments;
import io.bellbird.examples.LabBroker;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** Switches one pack on or off by hand, and waits for the device to say that it is done. */
public final class Switch {
    private static final int PATIENCE_SECONDS = 10;

    private Switch() {}

    public static void main(String... args) throws InterruptedException {
        Arguments arguments = new Arguments("DEVICE PACK on|off", args);
        String device = "lab/relays/" + arguments.word(0);
        String pack = device + "/" + arguments.word(1);
        String wanted = arguments.word(2);
        try (BlockingMqttClient client = LabBroker.client().build().blocking()) {
            client.connect();
            BlockingQueue<Message> news = new LinkedBlockingQueue<>();
            client.subscribe(device + "/status", news::add);
            client.subscribe(pack + "/state", news::add);
            client.publish(pack + "/set", Bytes.utf8(wanted), PublishOptions.QOS_1.retained());
            System.out.println(await(news, wanted));
        } catch (MqttException e) {
            System.err.println(e.getMessage());
            System.exit(1);
        }
    }

    /** What came of a command. What the broker had kept from before says nothing about it, but who is offline will not answer. */
    private static String await(BlockingQueue<Message> news, String wanted) throws InterruptedException {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
        Message message = news.poll(PATIENCE_SECONDS, TimeUnit.SECONDS);
        while (message != null) {
            if (message.text().equals("offline")) {
                return "the device is offline; it will do it when it is back";
            }
            if (message.text().equals(wanted) && !message.isRetained()) {
                return "done: " + message.topic() + " is " + wanted;
            }
            message = news.poll(end - System.nanoTime(), TimeUnit.NANOSECONDS);
        }
        return "no answer within " + PATIENCE_SECONDS + " s; is there such a device, with such a pack?";
    }
}
