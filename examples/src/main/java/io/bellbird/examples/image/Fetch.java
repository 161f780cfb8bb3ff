package io.bellbird.examples.image;

import io.bellbird.client.BlockingMqttClient;
import io.bellbird.client.PublishOptions;
import io.bellbird.client.RequestTimeoutException;
import io.bellbird.codec.Bytes;
import java.io.IOException;
import java.time.Duration;

/** Gets one picture from one camera, chunk by chunk. One thread. */
final class Fetch {
    private static final Duration CHUNK_PATIENCE = Duration.ofSeconds(2);
    private static final int TRIES_MAX = 5;

    private final BlockingMqttClient client;
    private final String camera;
    private final int chunkBytes;

    Fetch(BlockingMqttClient client, String camera, int chunkBytes) {
        this.client = client;
        this.camera = camera;
        this.chunkBytes = chunkBytes;
    }

    /**
     * Lets the camera take a picture.
     *
     * @throws RequestTimeoutException when the camera does not answer in time
     * @throws IOException when it answers that it cannot
     */
    Announcement take(Duration patience) throws IOException {
        String answer = ask("take", "", patience).toUtf8();
        if (answer.startsWith("error ")) {
            throw new IOException(camera + " took no picture: " + answer.substring("error ".length()));
        }
        return Announcement.parse(answer);
    }

    /**
     * Gets what the camera has announced.
     *
     * @throws IOException when a chunk does not come, however often it is asked for, or the checksum is wrong
     */
    byte[] picture(Announcement announced) throws IOException {
        byte[] picture = new byte[announced.bytes()];
        int offset = 0;
        while (offset < picture.length) {
            int length = Math.min(chunkBytes, picture.length - offset);
            Bytes chunk = chunk(announced.id() + " " + offset + " " + length);
            if (chunk.length() != length) {
                throw new IOException(camera + " has its picture no more: ask for a new one");
            }
            System.arraycopy(chunk.array(), 0, picture, offset, length);
            offset += length;
            System.out.println(camera + ": " + 100L * offset / picture.length + " % of " + picture.length + " bytes");
        }
        if (!announced.fits(picture)) {
            throw new IOException(camera + " sent a picture that does not fit to its checksum: ask for a new one");
        }
        return picture;
    }

    private Bytes chunk(String wanted) throws IOException {
        for (int tries = 1; tries <= TRIES_MAX; tries++) {
            try {
                return ask("fetch", wanted, CHUNK_PATIENCE);
            } catch (RequestTimeoutException lost) {
                System.out.println(camera + ": chunk " + wanted + " did not come, asking again");
            }
        }
        throw new IOException(camera + " went silent in the middle of its picture: is it still connected?");
    }

    /** The question is of no use any more when nobody waits for the answer, so it expires then. */
    private Bytes ask(String what, String question, Duration patience) {
        PublishOptions how = PublishOptions.QOS_1.expiringAfter(patience);
        return client.request("lab/cameras/" + camera + "/" + what, Bytes.utf8(question), how, patience)
                .payload();
    }
}
