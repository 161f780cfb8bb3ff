package io.bellbird.client;

import static io.bellbird.client.ScriptedBroker.await;
import static io.bellbird.client.ScriptedBroker.failure;
import static org.assertj.core.api.Assertions.assertThat;

import io.bellbird.client.journal.SmallDisk;
import io.bellbird.codec.Bytes;
import io.bellbird.codec.MqttVersion;
import io.bellbird.codec.Publish;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A client whose queue is on a disk without room. */
class QueueOnFullDiskTest {
    @TempDir
    private Path folder;

    private final ScriptedBroker broker = new ScriptedBroker();
    private final SmallDisk disk = new SmallDisk(SmallDisk.LARGE);

    @AfterEach
    void close() {
        broker.close();
    }

    private MqttClient client() {
        return broker.options(MqttVersion.V5)
                .queue(QueueOptions.DEFAULT.onDisk(folder))
                .disk(disk)
                .build();
    }

    private void expectMessages(String... texts) {
        try (MqttClient next = client()) {
            ScriptedConnection connection = broker.connect(next);
            for (String text : texts) {
                Publish sent = connection.expect(Publish.class);
                assertThat(sent.payload().toUtf8()).isEqualTo(text);
                connection.send("40 [%04X]".formatted(sent.packetId()));
            }
            connection.expectNothing();
            next.disconnect(DisconnectOptions.DEFAULT);
        }
    }

    @Test
    void message_is_refused_while_there_is_no_room_and_nothing_that_was_kept_is_lost() {
        try (MqttClient client = client()) {
            await(client.enqueue("t", "before"));
            disk.room.set(10);
            for (CompletableFuture<?> refused : new CompletableFuture<?>[] {
                client.enqueue("t", "x"),
                client.publish("t", "x"),
                client.enqueue("t", Bytes.utf8("x"), PublishOptions.QOS_2)
            }) {
                assertThat(failure(refused))
                        .isInstanceOf(QueueFolderException.class)
                        .hasMessageContainingAll("client c, message to t", folder.toString(), "No space left on device")
                        .hasMessageContaining("Make room there");
            }
            disk.room.set(SmallDisk.LARGE);
            await(client.enqueue("t", "after"));
        }
        expectMessages("before", "after");
    }

    @Test
    void connected_client_goes_on_with_what_needs_no_room_and_acknowledges_when_there_is_some() {
        try (MqttClient client = client()) {
            ScriptedConnection connection = broker.connect(client);
            await(client.enqueue("t", "before"));
            Publish before = connection.expect(Publish.class);
            disk.room.set(0);
            connection.send(
                    "40 [%04X] 34 ['in' 0007 {} <processed>] 32 ['in' 0008 {} <plain>]".formatted(before.packetId()));
            await(client.publish("t", "not kept", PublishOptions.QOS_0));
            connection.expect("30 ['t' {} <not kept>]");
            assertThat(failure(client.enqueue("t", "x"))).isInstanceOf(QueueFolderException.class);
            connection.expectSilence(100);
            disk.room.set(SmallDisk.LARGE);
            connection.expect("50 [0007]");
            connection.expect("40 [0008]");
            await(client.enqueue("t", "after"));
            assertThat(connection.expect(Publish.class).payload().toUtf8()).isEqualTo("after");
        }
        expectMessages("after");
    }
}
