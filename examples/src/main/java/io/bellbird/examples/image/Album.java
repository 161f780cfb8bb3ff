package io.bellbird.examples.image;

import io.bellbird.codec.Bytes;
import java.util.Arrays;
import java.util.TreeMap;

/** The last pictures of a camera, for those who fetch them. Any thread. */
final class Album {
    private static final int PICTURES_MAX = 4;

    private final TreeMap<Integer, byte[]> pictures = new TreeMap<>();
    private int lastId;

    synchronized Announcement add(String type, byte[] picture) {
        pictures.put(++lastId, picture);
        if (pictures.size() > PICTURES_MAX) {
            pictures.pollFirstEntry();
        }
        return Announcement.of(lastId, type, picture);
    }

    /** A part of a picture; nothing when there is no such picture any more, or no such part. */
    synchronized Bytes part(int id, int offset, int length) {
        byte[] picture = pictures.getOrDefault(id, new byte[0]);
        if (offset < 0 || length < 0 || offset > picture.length - length) {
            return Bytes.EMPTY;
        }
        return Bytes.wrap(Arrays.copyOfRange(picture, offset, offset + length));
    }
}
