package io.bellbird.broker.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.bellbird.codec.Qos;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ConfigurationFileTest {
    @TempDir
    private Path folder;

    @Test
    void a_file_is_read_and_named_in_what_is_said_about_it() throws Exception {
        Path file = Files.writeString(folder.resolve("my.conf"), "shards 2\nuser nobody\n");

        Configuration configuration = ConfigurationFile.read(file, OptionalInt.empty());

        assertThat(configuration.broker().shards()).isEqualTo(2);
        assertThat(configuration.warnings()).singleElement().asString().startsWith(file + ":2: user ");
    }

    @Test
    void a_file_that_cannot_be_read_is_one_line() throws IOException {
        Path missing = folder.resolve("missing.conf");
        Path latin = Files.write(folder.resolve("latin.conf"), "# café\n".getBytes(StandardCharsets.ISO_8859_1));
        Path large = Files.write(folder.resolve("large.conf"), new byte[(1 << 20) + 1]);

        assertUnreadable(missing, "there is no such file, check the path after -c");
        assertUnreadable(folder, "it is a folder, name a file in it");
        assertUnreadable(latin, "it is not UTF-8 text, save it as UTF-8");
        assertUnreadable(large, "it is larger than 1 MiB, which no configuration is");
    }

    @Test
    void the_files_of_a_folder_are_read_in_the_order_of_their_names() throws Exception {
        Path included = Files.createDirectory(folder.resolve("conf.d"));
        for (String name :
                List.of("b.conf", "A.conf", "01.conf", "a.conf", "B.conf", "00.conf", "Ab.conf", "aa.conf")) {
            Files.writeString(included.resolve(name), "auto_id_prefix " + name + "\nuser nobody\n");
        }
        Files.writeString(included.resolve("other.txt"), "nonsense\n");

        Configuration configuration = read("include_dir " + included);

        assertThat(configuration.warnings())
                .filteredOn(warning -> warning.contains("user"))
                .extracting(warning -> Path.of(warning.substring(0, warning.indexOf(':')))
                        .getFileName()
                        .toString())
                .containsExactly("00.conf", "01.conf", "A.conf", "Ab.conf", "a.conf", "aa.conf", "B.conf", "b.conf");
        assertThat(configuration.broker().autoIdPrefix()).isEqualTo("b.conf");
        assertThat(configuration.warnings().get(1))
                .isEqualTo(included.resolve("01.conf") + ":1: auto_id_prefix is given again: "
                        + included.resolve("00.conf") + ":1 has no effect, remove it");
    }

    @Test
    void an_included_file_begins_without_a_listener_and_leaves_that_of_the_main_file() throws Exception {
        include("extra.conf", "listener 1885\nmax_qos 1\n");

        Configuration configuration =
                read("listener 1884", "include_dir " + folder.resolve("conf.d"), "max_connections 5");

        assertThat(configuration.broker().listeners())
                .containsExactly(
                        ListenerConfig.at("", 1884).withMaxConnections(5),
                        ListenerConfig.at("", 1885).withMaxQos(Qos.AT_LEAST_ONCE));
        assertThat(configuration.warnings()).isEmpty();
    }

    @Test
    void a_listeners_setting_without_a_listener_in_its_file_is_a_warning() throws Exception {
        Path file = include("extra.conf", "max_qos 1\n");

        assertThat(read("listener 1884", "include_dir " + folder.resolve("conf.d"))
                        .warnings())
                .containsExactly(file + ":1: max_qos stands before the first 'listener' line and has no effect:"
                        + " move it below the listener that it is for");
    }

    @Test
    void a_mistake_in_an_included_file_names_that_file() throws Exception {
        Path file = include("extra.conf", "# first\nmax_qos 7\nlistener 1884\n");

        assertThatThrownBy(() -> read("listener 1884", "include_dir " + folder.resolve("conf.d")))
                .hasMessage(file + ":2: max_qos is '7': use 0, 1 or 2\n" + file + ":3: port 1884 is already opened by "
                        + folder.resolve("main.conf") + ":1: remove one of them or choose another port");
    }

    @Test
    void a_folder_that_cannot_be_read_is_a_mistake() throws Exception {
        Path missing = folder.resolve("missing");
        Path file = Files.writeString(folder.resolve("file"), "");
        Path main = folder.resolve("main.conf");

        assertThatThrownBy(() -> read("# first", "include_dir " + missing))
                .hasMessage(main + ":2: include_dir is '" + missing + "': it is not there, check the path");
        assertThatThrownBy(() -> read("include_dir " + file))
                .hasMessage(
                        main + ":1: include_dir is '" + file + "': it is not a folder, name the folder of the files");
    }

    @Test
    void a_file_of_a_folder_that_cannot_be_read_is_a_mistake() throws Exception {
        Path inner = Files.createDirectories(folder.resolve("conf.d").resolve("inner.conf"));

        assertThatThrownBy(() -> read("include_dir " + folder.resolve("conf.d")))
                .hasMessage(folder.resolve("main.conf") + ":1: cannot read " + inner
                        + ": it is a folder, name a file in it");
    }

    @Test
    void an_included_file_includes_no_others() throws Exception {
        Path main = folder.resolve("main.conf");
        Path file = include("extra.conf", "include_dir " + folder + "\n");

        assertThatThrownBy(() -> read("include_dir " + folder.resolve("conf.d")))
                .hasMessage(file + ":1: include_dir stands in a file that include_dir reads: move the line to " + main
                        + ", and keep that file out of the folder");
    }

    private Path include(String name, String text) throws IOException {
        return Files.writeString(
                Files.createDirectories(folder.resolve("conf.d")).resolve(name), text);
    }

    private Configuration read(String... lines) throws IOException, ConfigurationException {
        Path main = Files.writeString(folder.resolve("main.conf"), String.join("\n", lines));
        return ConfigurationFile.read(main, OptionalInt.empty());
    }

    private static void assertUnreadable(Path file, String reason) {
        assertThatThrownBy(() -> ConfigurationFile.read(file, OptionalInt.empty()))
                .isInstanceOf(ConfigurationException.class)
                .hasMessage("cannot read the configuration " + file + ": " + reason);
    }
}
