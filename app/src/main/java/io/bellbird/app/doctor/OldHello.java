package io.bellbird.app.doctor;

import java.io.DataInputStream;
import java.io.IOException;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.security.SecureRandom;
import java.util.List;
import java.util.stream.Stream;

/** Says hello in the versions of TLS that are broken, which Java itself does not speak any more, and hangs up. */
final class OldHello {
    private static final int HANDSHAKE = 22;
    private static final int CLIENT_HELLO = 1;
    private static final int SERVER_HELLO = 2;
    private static final int RANDOM_BYTES = 32;
    private static final int RECORD_VERSION = 0x0301;

    /** With ECDHE and DHE, then RSA: AES in CBC mode, and 3DES. */
    private static final int[] CIPHERS = {0xC009, 0xC00A, 0xC013, 0xC014, 0x0033, 0x0039, 0x002F, 0x0035, 0x000A};

    /** Which curves (x25519, P-256, P-384, P-521), and that points are written in full. */
    private static final byte[] EXTENSIONS = {
        0, 10, 0, 10, 0, 8, 0, 29, 0, 23, 0, 24, 0, 25, //
        0, 11, 0, 2, 1, 0
    };

    private enum Version {
        TLS_1_0("TLS 1.0", 0x0301),
        TLS_1_1("TLS 1.1", 0x0302);

        private final String words;
        private final int number;

        Version(String words, int number) {
            this.words = words;
            this.number = number;
        }
    }

    private OldHello() {}

    /** The versions that the endpoint speaks. */
    static List<String> accepted(Door door) {
        return Stream.of(Version.values())
                .filter(version -> isAccepted(version, door))
                .map(version -> version.words)
                .toList();
    }

    private static boolean isAccepted(Version version, Door door) {
        try (Socket socket = door.openPlain()) {
            socket.getOutputStream().write(hello(version));
            return isAccepted(version, new DataInputStream(socket.getInputStream()));
        } catch (IOException refused) { // in one of many ways
            return false;
        }
    }

    /** RFC 4346, section 7.4.1.2, in one record. */
    private static byte[] hello(Version version) {
        byte[] random = new byte[RANDOM_BYTES];
        new SecureRandom().nextBytes(random);
        ByteBuffer body = ByteBuffer.allocate(256)
                .putShort((short) version.number)
                .put(random)
                .put((byte) 0) // no session to go on with
                .putShort((short) (2 * CIPHERS.length));
        for (int cipher : CIPHERS) {
            body.putShort((short) cipher);
        }
        body.put(new byte[] {1, 0}); // no compression
        body.putShort((short) EXTENSIONS.length).put(EXTENSIONS).flip();
        int length = body.remaining();
        return ByteBuffer.allocate(9 + length)
                .put((byte) HANDSHAKE)
                .putShort((short) RECORD_VERSION)
                .putShort((short) (4 + length))
                .putInt(CLIENT_HELLO << 24 | length)
                .put(body)
                .array();
    }

    private static boolean isAccepted(Version version, DataInputStream in) throws IOException {
        boolean handshake = in.readUnsignedByte() == HANDSHAKE;
        in.skipNBytes(4);
        boolean hello = in.readUnsignedByte() == SERVER_HELLO;
        in.skipNBytes(3);
        return handshake && hello && in.readUnsignedShort() == version.number;
    }
}
