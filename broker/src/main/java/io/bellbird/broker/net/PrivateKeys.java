package io.bellbird.broker.net;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.security.spec.InvalidKeySpecException;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Arrays;

/** Private keys in the three forms that files have: PKCS #8, and the older ones of RSA and of elliptic curves. */
final class PrivateKeys {
    private static final int SEQUENCE = 0x30;
    private static final int OCTET_STRING = 0x04;
    private static final byte[] VERSION_0 = {2, 1, 0};

    private PrivateKeys() {}

    /**
     * Reads a key that is not encrypted.
     *
     * @param label of the file: {@code PRIVATE KEY}, {@code RSA PRIVATE KEY} or {@code EC PRIVATE KEY}
     * @param bytes in DER
     * @param publicKey what it must belong to; says what the older forms leave open
     * @throws GeneralSecurityException when it is damaged, or of another kind than the public key
     */
    static PrivateKey decode(String label, byte[] bytes, PublicKey publicKey) throws GeneralSecurityException {
        String algorithm = publicKey.getAlgorithm();
        byte[] pkcs8 =
                switch (label) {
                    case "PRIVATE KEY" -> bytes;
                    case "RSA PRIVATE KEY", "EC PRIVATE KEY" -> {
                        if (!label.startsWith(algorithm)) {
                            throw new InvalidKeySpecException(label + " for " + algorithm);
                        }
                        yield toPkcs8(bytes, publicKey);
                    }
                    default -> throw new InvalidKeySpecException(label);
                };
        return KeyFactory.getInstance(algorithm).generatePrivate(new PKCS8EncodedKeySpec(pkcs8));
    }

    /** PKCS #8 is the version, what algorithm it is, and the older form (RFC 5208). */
    private static byte[] toPkcs8(byte[] key, PublicKey publicKey) {
        return element(SEQUENCE, VERSION_0, algorithm(publicKey.getEncoded()), element(OCTET_STRING, key));
    }

    /** The first element of a public key (RFC 5280): its algorithm and, for a curve, which. */
    private static byte[] algorithm(byte[] publicKey) {
        int start = contentStart(publicKey, 0);
        int contentStart = contentStart(publicKey, start);
        return Arrays.copyOfRange(publicKey, start, contentStart + contentLength(publicKey, start));
    }

    private static int contentStart(byte[] der, int element) {
        int length = der[element + 1] & 0xFF;
        return element + 2 + (length < 0x80 ? 0 : length & 0x7F);
    }

    private static int contentLength(byte[] der, int element) {
        int first = der[element + 1] & 0xFF;
        if (first < 0x80) {
            return first;
        }
        int length = 0;
        for (int i = element + 2; i < contentStart(der, element); i++) {
            length = length << 8 | (der[i] & 0xFF);
        }
        return length;
    }

    private static byte[] element(int tag, byte[]... parts) {
        ByteArrayOutputStream content = new ByteArrayOutputStream();
        for (byte[] part : parts) {
            content.writeBytes(part);
        }
        ByteArrayOutputStream element = new ByteArrayOutputStream();
        element.write(tag);
        int length = content.size();
        if (length >= 0x80) {
            int lengthBytes = length > 0xFFFF ? 3 : length > 0xFF ? 2 : 1;
            element.write(0x80 | lengthBytes);
            for (int shift = 8 * (lengthBytes - 1); shift > 0; shift -= 8) {
                element.write(length >> shift);
            }
        }
        element.write(length);
        element.writeBytes(content.toByteArray());
        return element.toByteArray();
    }

    /**
     * Whether the public key verifies what the private key signs.
     *
     * @throws GeneralSecurityException when the keys are neither RSA nor EC
     */
    static boolean belongTogether(PrivateKey key, PublicKey publicKey) throws GeneralSecurityException {
        byte[] message = "bellbird".getBytes(StandardCharsets.US_ASCII);
        Signature signature = Signature.getInstance(
                switch (key.getAlgorithm()) {
                    case "RSA" -> "SHA256withRSA";
                    case "EC" -> "SHA256withECDSA";
                    default -> throw new InvalidKeySpecException(key.getAlgorithm());
                });
        signature.initSign(key);
        signature.update(message);
        byte[] signed = signature.sign();
        signature.initVerify(publicKey);
        signature.update(message);
        return verifies(signature, signed);
    }

    private static boolean verifies(Signature signature, byte[] signed) {
        try {
            return signature.verify(signed);
        } catch (GeneralSecurityException otherKey) {
            // an RSA key of another length, or another curve
            return false;
        }
    }
}
