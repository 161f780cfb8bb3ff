package io.bellbird.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.bellbird.broker.config.Persistence;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class DataFolderTest {
    private static final Path HOME = Path.of("/home/ann");
    private static final Persistence SOMEWHERE = new Persistence(true, Optional.empty());

    @Test
    void without_persistence_there_is_no_folder() throws StartException {
        assertThat(DataFolder.of(new Persistence(false, Optional.of(Path.of("/data"))), Map.of(), HOME, false))
                .isEmpty();
    }

    @Test
    void the_configuration_names_the_folder() throws StartException {
        Map<String, String> environment = Map.of("XDG_DATA_HOME", "/xdg");

        assertThat(DataFolder.of(new Persistence(true, Optional.of(Path.of("/data"))), environment, HOME, false))
                .contains(Path.of("/data"));
        assertThat(DataFolder.of(new Persistence(true, Optional.of(Path.of("data"))), environment, HOME, false))
                .contains(Path.of("data").toAbsolutePath());
    }

    @Test
    void else_it_is_the_users_data_folder() throws StartException {
        assertThat(DataFolder.of(SOMEWHERE, Map.of("XDG_DATA_HOME", "/xdg"), HOME, false))
                .contains(Path.of("/xdg/bellbird"));
        assertThat(DataFolder.of(SOMEWHERE, Map.of("XDG_DATA_HOME", ""), HOME, false))
                .contains(Path.of("/home/ann/.local/share/bellbird"));
        assertThat(DataFolder.of(SOMEWHERE, Map.of("XDG_DATA_HOME", "relative"), HOME, false))
                .contains(Path.of("/home/ann/.local/share/bellbird"));
        assertThat(DataFolder.of(SOMEWHERE, Map.of(), HOME, true))
                .contains(Path.of("/home/ann/Library/Application Support/bellbird"));
    }

    @Test
    void a_user_without_a_home_must_name_a_folder() {
        assertThatThrownBy(() -> DataFolder.of(SOMEWHERE, Map.of(), Path.of("?"), false))
                .isInstanceOf(StartException.class)
                .hasMessage("this user has no home folder for the data: name a folder with persistence_location,"
                        + " or keep everything in memory with persistence false");
    }

    @Test
    void this_user_has_a_folder() throws StartException {
        assertThat(DataFolder.of(SOMEWHERE)).get().satisfies(folder -> assertThat(folder)
                .isAbsolute());
    }
}
