package io.bellbird.e2e.labs;

import static org.assertj.core.api.Assertions.assertThat;

import io.bellbird.e2e.BrokerProcess;
import io.bellbird.e2e.BrokerSetup;
import io.bellbird.e2e.ClientProcess;
import io.bellbird.e2e.Clients;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** The lab image. */
final class ImageLabTest {
    @RegisterExtension
    final Clients clients = new Clients();

    @TempDir
    private Path folder;

    @Test
    void all_cameras_are_asked_and_those_that_do_not_answer_are_named() throws IOException {
        try (BrokerProcess broker = BrokerProcess.start(2)) {
            // given
            camera(broker, "porch", "--width", "320");
            ClientProcess garden = camera(broker, "garden", "--width", "160");
            garden.kill();
            // when
            ClientProcess ask = ask(broker);
            // then
            assertThat(ask.awaitExit()).isEqualTo(1);
            assertThat(ask.output()).contains("garden is offline");
            assertThat(ImageIO.read(saved("porch").toFile()).getWidth()).isEqualTo(320);
            // and when
            ClientProcess stranger = ask(broker, "cellar", "--seconds", "1");
            // then
            assertThat(stranger.awaitExit()).isEqualTo(1);
            assertThat(stranger.output()).contains("cellar did not answer within 1 s; it is unknown to the broker");
        }
    }

    @Test
    void a_picture_larger_than_a_packet_comes_in_chunks_and_lost_ones_are_asked_for_again() throws IOException {
        List<String> small = List.of("max_packet_size 20000");
        BrokerSetup setup = new BrokerSetup(2, folder.resolve("data"), small, List.of(), Map.of());
        try (BrokerProcess broker = BrokerProcess.start(setup)) {
            // given
            camera(broker, "porch", "--width", "320", "--ignore-every", "4");
            // when
            List<String> output = ask(broker, "porch").awaitSuccess();
            // then
            assertThat(output.get(0)).isEqualTo("asking [porch] for pictures in chunks of up to 19488 bytes");
            assertThat(output)
                    .anyMatch(line -> line.matches("porch: chunk 1 [0-9]+ 19488 did not come, asking again"))
                    .anyMatch(line -> line.startsWith("porch: 100 % of "));
            BufferedImage picture = ImageIO.read(saved("porch").toFile());
            assertThat(picture.getHeight()).isEqualTo(240);
        }
    }

    private ClientProcess camera(BrokerProcess broker, String name, String... more) {
        List<String> arguments = Stream.concat(Stream.of(name, "--lens", "drawn"), Stream.of(more))
                .toList();
        ClientProcess camera = clients.lab(broker, "image.Camera", arguments.toArray(String[]::new));
        camera.awaitLine("connected to");
        return camera;
    }

    private ClientProcess ask(BrokerProcess broker, String... more) {
        Stream<String> arguments = Stream.concat(Stream.of(more), Stream.of("--to", folder.toString()));
        return clients.lab(broker, "image.Ask", arguments.toArray(String[]::new));
    }

    private Path saved(String camera) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(file -> file.getFileName().toString().startsWith(camera))
                    .findFirst()
                    .orElseThrow();
        }
    }
}
