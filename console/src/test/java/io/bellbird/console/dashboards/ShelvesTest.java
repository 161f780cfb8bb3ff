package io.bellbird.console.dashboards;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.bellbird.console.http.Problem;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ShelvesTest {
    private static final Shelf ONE =
            Shelf.EMPTY.with("one", Dashboard.of("{\"tiles\":[]}".getBytes(StandardCharsets.UTF_8)));

    @TempDir
    private Path folder;

    @Test
    void each_user_has_his_own_whatever_his_name_is() {
        Shelves shelves = new Shelves(Optional.of(folder.resolve("dashboards")));

        shelves.save("../ann", ONE);
        shelves.save("Ann", ONE.without("one"));

        assertThat(shelves.load("../ann")).isEqualTo(ONE);
        assertThat(shelves.load("Ann")).isEqualTo(Shelf.EMPTY);
        assertThat(shelves.load("ann")).isEqualTo(Shelf.EMPTY);
        assertThat(folder.resolve("ann")).doesNotExist();
    }

    @Test
    void without_a_folder_they_are_kept_in_memory() {
        Shelves shelves = new Shelves(Optional.empty());

        shelves.save("ann", ONE);

        assertThat(shelves.load("ann")).isEqualTo(ONE);
        assertThat(shelves.load("bob")).isEqualTo(Shelf.EMPTY);
    }

    @Test
    void in_memory_those_of_100_users_are_kept() {
        Shelves shelves = new Shelves(Optional.empty());
        for (int user = 0; user < 100; user++) {
            shelves.save("user" + user, ONE);
        }

        assertThatThrownBy(() -> shelves.save("one more", ONE))
                .isInstanceOf(Problem.class)
                .hasMessageContaining("100 users");
        shelves.save("user7", Shelf.EMPTY);
    }
}
