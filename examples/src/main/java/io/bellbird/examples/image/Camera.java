package io.bellbird.examples.image;

import io.bellbird.client.Connected;
import io.bellbird.client.ConnectionListener;
import io.bellbird.client.Message;
import io.bellbird.client.MqttClient;
import io.bellbird.client.PublishOptions;
import io.bellbird.client.Will;
import io.bellbird.codec.Bytes;
import io.bellbird.examples.Arguments;
import io.bellbird.examples.LabBroker;
import java.io.IOException;
import java.util.concurrent.CountDownLatch;

/** A camera that takes a picture when it is asked to, and hands it out in chunks of the asker's choice. */
public final class Camera implements ConnectionListener {
    private static final PublishOptions RETAINED = PublishOptions.QOS_1.retained();

    private final String topics;
    private final Lens lens;
    private final int ignoreEvery;
    private final Album album = new Album();
    private final MqttClient client;
    private int fetches;

    private Camera(String name, Lens lens, int ignoreEvery) {
        this.topics = "lab/cameras/" + name + "/";
        this.lens = lens;
        this.ignoreEvery = ignoreEvery;
        this.client = LabBroker.client()
                .clientId("camera-" + name)
                .will(Will.of(topics + "status", "offline").retained())
                .retryFirstConnect(true)
                .listener(this)
                .build();
    }

    /** Runs until it is stopped. */
    public static void main(String... args) throws InterruptedException {
        Arguments arguments = new Arguments("NAME [--lens pi|drawn|auto] [--width N] [--ignore-every N]", args);
        Lens lens = Lens.open(arguments.option("--lens", "auto"), arguments.option("--width", 1280));
        Camera camera = new Camera(arguments.word(0), lens, arguments.option("--ignore-every", 100_000_000));
        System.out.println(
                arguments.word(0) + ", as process " + ProcessHandle.current().pid());
        camera.client.subscribe(camera.topics + "take", camera::take);
        camera.client.subscribe(camera.topics + "fetch", camera::fetch);
        camera.client.connect();
        Runtime.getRuntime().addShutdownHook(new Thread(camera::stop));
        new CountDownLatch(1).await();
    }

    @Override
    public void onConnected(Connected connected) {
        System.out.println("connected to " + connected.broker());
        client.publish(topics + "status", "online", RETAINED);
    }

    /** The answer is the announcement of a picture, or what went wrong. */
    private void take(Message question) {
        try {
            Announcement taken = album.add(lens.type(), lens.picture());
            System.out.println("took picture " + taken.id() + " of " + taken.bytes() + " bytes");
            client.reply(question, Bytes.utf8(taken.toString()));
        } catch (IOException | InterruptedException e) {
            System.out.println("no picture: " + e.getMessage());
            client.reply(question, Bytes.utf8("error " + e.getMessage()));
        }
    }

    /** The question is a picture's number, where a chunk begins, and how long it is; the answer is that chunk. */
    private void fetch(Message question) {
        String[] wanted = question.text().split(" ", -1);
        if (++fetches % ignoreEvery == 0) {
            System.out.println("ignoring the request for " + question.text() + ", as if it had got lost");
            return;
        }
        int id = Integer.parseInt(wanted[0]);
        Bytes chunk = album.part(id, Integer.parseInt(wanted[1]), Integer.parseInt(wanted[2]));
        client.reply(question, chunk).exceptionally(failure -> {
            System.out.println("cannot send a chunk: " + failure.getMessage());
            return null;
        });
    }

    private void stop() {
        client.publish(topics + "status", "offline", RETAINED);
        client.close();
    }
}
