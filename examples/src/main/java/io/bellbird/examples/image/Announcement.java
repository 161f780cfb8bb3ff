package io.bellbird.examples.image;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * What a camera says of a picture before it is fetched. As text: {@code 3 png 1843222 f5a1...}.
 *
 * @param id the picture's number at its camera
 * @param type {@code jpg} or {@code png}
 * @param bytes how many there are
 * @param checksum SHA-256 of all bytes, in hexadecimal digits
 */
record Announcement(int id, String type, int bytes, String checksum) {
    private static final int BYTES_MAX = 100_000_000;

    Announcement {
        if (bytes < 1 || bytes > BYTES_MAX || !type.matches("[a-z]{3}")) {
            throw new IllegalArgumentException("a picture of " + bytes + " bytes and type " + type);
        }
    }

    static Announcement of(int id, String type, byte[] picture) {
        return new Announcement(id, type, picture.length, checksum(picture));
    }

    /** @throws IllegalArgumentException when it is none */
    static Announcement parse(String text) {
        String[] parts = text.split(" ", -1);
        if (parts.length != 4) {
            throw new IllegalArgumentException("no announcement of a picture: " + text);
        }
        return new Announcement(Integer.parseInt(parts[0]), parts[1], Integer.parseInt(parts[2]), parts[3]);
    }

    boolean fits(byte[] picture) {
        return checksum(picture).equals(checksum);
    }

    private static String checksum(byte[] picture) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(picture));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }

    @Override
    public String toString() {
        return id + " " + type + " " + bytes + " " + checksum;
    }
}
