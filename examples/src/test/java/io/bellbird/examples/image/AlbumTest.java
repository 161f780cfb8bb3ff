package io.bellbird.examples.image;

import static org.assertj.core.api.Assertions.assertThat;

import io.bellbird.codec.Bytes;
import org.junit.jupiter.api.Test;

final class AlbumTest {
    private final Album album = new Album();

    @Test
    void a_picture_is_handed_out_in_parts_that_fit_to_its_announcement() {
        Announcement announced = album.add("png", new byte[] {1, 2, 3});
        assertThat(album.part(announced.id(), 0, 2)).isEqualTo(Bytes.wrap(new byte[] {1, 2}));
        assertThat(album.part(announced.id(), 2, 1)).isEqualTo(Bytes.wrap(new byte[] {3}));
        assertThat(Announcement.parse(announced.toString())).isEqualTo(announced);
        assertThat(announced.fits(new byte[] {1, 2, 3})).isTrue();
        assertThat(announced.fits(new byte[] {1, 2, 4})).isFalse();
    }

    @Test
    void a_part_that_is_not_there_is_empty() {
        int id = album.add("png", new byte[] {1, 2, 3}).id();
        assertThat(album.part(id, 2, 2)).isEqualTo(Bytes.EMPTY);
        assertThat(album.part(id, -1, 1)).isEqualTo(Bytes.EMPTY);
        assertThat(album.part(id, 1, Integer.MAX_VALUE)).isEqualTo(Bytes.EMPTY);
        assertThat(album.part(id + 1, 0, 1)).isEqualTo(Bytes.EMPTY);
    }

    @Test
    void only_the_last_pictures_are_kept() {
        int first = album.add("png", new byte[] {1}).id();
        for (int more = 0; more < 4; more++) {
            album.add("png", new byte[] {2});
        }
        assertThat(album.part(first, 0, 1)).isEqualTo(Bytes.EMPTY);
        assertThat(album.part(first + 1, 0, 1)).isEqualTo(Bytes.wrap(new byte[] {2}));
    }
}
