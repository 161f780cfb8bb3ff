package io.bellbird.broker.admin;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What proves that a request to the admin listener comes from somebody who may read the broker's files: a secret of 256
 * bits, new at each start, in a file that only the broker's user can read. Immutable; it is in no log.
 */
public final class AdminToken {
    private static final Logger log = LoggerFactory.getLogger(AdminToken.class);

    private static final int BYTES = 32;
    private static final String SCHEME = "Bearer ";

    /** Null when there is no place for a file, so that nothing is right. */
    private final byte @Nullable [] expected;

    private final @Nullable Path place;

    private AdminToken(byte @Nullable [] expected, @Nullable Path place) {
        this.expected = expected;
        this.place = place;
    }

    /**
     * Makes a token and leaves it in a file.
     *
     * @param place the file, in place of one that is there; empty makes a token that nobody has
     * @throws IOException when the file cannot be written
     */
    public static AdminToken write(Optional<Path> place) throws IOException {
        if (place.isEmpty()) {
            return new AdminToken(null, null);
        }
        byte[] random = new byte[BYTES];
        new SecureRandom().nextBytes(random);
        String token = HexFormat.of().formatHex(random);
        leave(token, place.get());
        return new AdminToken(token.getBytes(StandardCharsets.US_ASCII), place.get());
    }

    /** The file is new and for its owner alone before anything is in it, and complete before it has its name. */
    private static void leave(String token, Path place) throws IOException {
        Path draft = place.resolveSibling(place.getFileName() + ".new");
        Files.deleteIfExists(draft);
        Files.createFile(draft, forItsOwner(place));
        Files.writeString(draft, token + "\n");
        Files.move(draft, place, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }

    private static FileAttribute<?>[] forItsOwner(Path file) {
        boolean posix = file.getFileSystem().supportedFileAttributeViews().contains("posix");
        return posix
                ? new FileAttribute<?>[] {
                    PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"))
                }
                : new FileAttribute<?>[0];
    }

    /** Whether a header gives the token; takes as long for one that is nearly right as for any other. */
    public boolean isIn(@Nullable String authorization) {
        if (expected == null
                || authorization == null
                || !authorization.regionMatches(true, 0, SCHEME, 0, SCHEME.length())) {
            return false;
        }
        byte[] given = authorization.substring(SCHEME.length()).strip().getBytes(StandardCharsets.UTF_8);
        return MessageDigest.isEqual(expected, given);
    }

    /** Says to somebody who did not bring it where it is. */
    public String whereItIs() {
        return place == null
                ? "this needs a token, and the broker has no place to leave one: give it a data folder or a pid_file"
                : "this needs the header 'Authorization: Bearer TOKEN', with the token that is in " + place;
    }

    /** Removes the file; the token counts for nobody any more. */
    public void remove() {
        if (place != null) {
            try {
                Files.deleteIfExists(place);
            } catch (IOException e) {
                log.warn("cannot remove {}: {}", place, e.getMessage());
            }
        }
    }
}
