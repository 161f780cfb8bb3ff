package io.bellbird.examples.image;

import io.bellbird.client.BlockingMqttClient;
import io.bellbird.client.MqttException;
import io.bellbird.client.RequestTimeoutException;
import io.bellbird.examples.Arguments;
import io.bellbird.examples.LabBroker;
import java.awt.Desktop;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.Executor;

/** Asks one camera, several, or all of them for a picture, and saves what they send. */
public final class Ask {
    private static final int LOOK_MILLIS = 1000;
    /** What a message needs besides its payload, generously. */
    private static final int OVERHEAD_BYTES = 512;

    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("yyyyMMdd-HHmmss");

    private final BlockingMqttClient client;
    private final Path folder;
    private final Duration patience;
    private final boolean show;
    private final Map<String, String> statuses = new ConcurrentSkipListMap<>();
    private int chunkBytes;

    private Ask(BlockingMqttClient client, Arguments arguments) {
        this.client = client;
        this.folder = Path.of(arguments.option("--to", "pictures"));
        this.patience = Duration.ofSeconds(arguments.option("--seconds", 10));
        this.show = arguments.has("--show");
        this.chunkBytes = arguments.option("--chunk-bytes", 262_144);
    }

    /** Ends with status 0 when each camera that was asked has sent a picture. */
    public static void main(String... args) throws InterruptedException {
        Arguments arguments =
                new Arguments("[CAMERA ...] [--to FOLDER] [--seconds N] [--chunk-bytes N] [--show]", args);
        boolean complete = false;
        try (BlockingMqttClient client = LabBroker.client().build().blocking()) {
            complete = new Ask(client, arguments).run(arguments.words());
        } catch (MqttException e) {
            System.err.println(e.getMessage());
        }
        System.exit(complete ? 0 : 1);
    }

    private boolean run(List<String> named) throws InterruptedException {
        long packetBytesMax = client.connect().properties().maximumPacketSize();
        chunkBytes = (int) Math.min(chunkBytes, Math.max(OVERHEAD_BYTES, packetBytesMax - OVERHEAD_BYTES));
        client.subscribe(
                "lab/cameras/+/status", status -> statuses.put(status.topic().split("/", -1)[2], status.text()));
        Thread.sleep(LOOK_MILLIS); // the broker has kept what the cameras said last, and sends it at once
        List<String> cameras = named.isEmpty() ? List.copyOf(statuses.keySet()) : named;
        System.out.println("asking " + cameras + " for pictures in chunks of up to " + chunkBytes + " bytes");
        Executor threads = task -> new Thread(task).start();
        List<CompletableFuture<Boolean>> answers = cameras.stream()
                .map(camera -> CompletableFuture.supplyAsync(() -> fetch(camera), threads))
                .toList();
        return !answers.isEmpty()
                && answers.stream().filter(CompletableFuture::join).count() == answers.size();
    }

    private boolean fetch(String camera) {
        String status = statuses.getOrDefault(camera, "unknown to the broker");
        try {
            if (status.equals("offline")) {
                throw new IOException(camera + " is offline");
            }
            Fetch fetch = new Fetch(client, camera, chunkBytes);
            Announcement announced = fetch.take(patience);
            save(
                    camera + "-" + LocalDateTime.now(ZoneId.systemDefault()).format(TIME) + "." + announced.type(),
                    fetch.picture(announced));
            return true;
        } catch (RequestTimeoutException silent) {
            System.out.println(camera + " did not answer within " + patience.toSeconds() + " s; it is " + status);
        } catch (IOException | MqttException | IllegalArgumentException e) {
            System.out.println(e.getMessage());
        }
        return false;
    }

    private void save(String name, byte[] picture) throws IOException {
        Path file = Files.write(Files.createDirectories(folder).resolve(name), picture);
        System.out.println("saved " + file);
        if (show && Desktop.isDesktopSupported()) {
            Desktop.getDesktop().open(file.toFile());
        } else if (show) {
            System.out.println("no desktop here to show it");
        }
    }
}
