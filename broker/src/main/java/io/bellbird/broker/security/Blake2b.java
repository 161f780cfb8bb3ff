package io.bellbird.broker.security;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;

/** BLAKE2b without a key (RFC 7693), which Argon2 is made of and Java does not have. Not for several threads. */
final class Blake2b {
    /** The longest hash, in bytes. */
    static final int HASH_BYTES_MAX = 64;

    private static final int BLOCK_BYTES = 128;
    private static final int ROUNDS = 12;

    /** The beginnings of the fractions of the square roots of the first eight primes. */
    private static final long[] IV = {
        0x6a09e667f3bcc908L, 0xbb67ae8584caa73bL, 0x3c6ef372fe94f82bL, 0xa54ff53a5f1d36f1L,
        0x510e527fade682d1L, 0x9b05688c2b3e6c1fL, 0x1f83d9abfb41bd6bL, 0x5be0cd19137e2179L
    };

    /** Which words of a block each round takes, in hexadecimal; the rounds after the tenth begin again. */
    private static final String[] WORDS = {
        "0123456789abcdef", "ea489fd61c02b753", "b8c052fdae367194", "7931dcbe265a40f8", "905724afe1bc683d",
        "2c6a0b834d75fe19", "c51fed4a0763928b", "db7ec13950f4862a", "6fe9b308c2d714a5", "a2847615fb9e3cd0"
    };

    private final long[] state = IV.clone();
    private final byte[] block = new byte[BLOCK_BYTES];
    private final int hashBytes;
    private int blockBytes;
    private long bytesBefore;

    private Blake2b(int hashBytes) {
        this.hashBytes = hashBytes;
        state[0] ^= 0x01010000L ^ hashBytes;
    }

    /**
     * The hash of some bytes, one part after the other.
     *
     * @param hashBytes its length, 1..{@value #HASH_BYTES_MAX}
     */
    static byte[] hash(int hashBytes, byte[]... parts) {
        Blake2b hash = new Blake2b(hashBytes);
        for (byte[] part : parts) {
            hash.update(part);
        }
        return hash.finish();
    }

    private void update(byte[] part) {
        for (byte each : part) {
            if (blockBytes == BLOCK_BYTES) { // only now: the last block is special
                compress(false);
                blockBytes = 0;
            }
            block[blockBytes++] = each;
        }
    }

    private byte[] finish() {
        Arrays.fill(block, blockBytes, BLOCK_BYTES, (byte) 0);
        compress(true);
        ByteBuffer whole = ByteBuffer.allocate(HASH_BYTES_MAX).order(ByteOrder.LITTLE_ENDIAN);
        whole.asLongBuffer().put(state);
        return Arrays.copyOf(whole.array(), hashBytes);
    }

    private void compress(boolean last) {
        bytesBefore += blockBytes;
        long[] m = new long[16];
        ByteBuffer.wrap(block).order(ByteOrder.LITTLE_ENDIAN).asLongBuffer().get(m);
        long[] v = Arrays.copyOf(state, 16);
        System.arraycopy(IV, 0, v, 8, 8);
        v[12] ^= bytesBefore;
        if (last) {
            v[14] = ~v[14];
        }
        for (int round = 0; round < ROUNDS; round++) {
            String words = WORDS[round % WORDS.length];
            for (int i = 0; i < 8; i++) {
                // first the columns, then the diagonals
                int shift = i / 4;
                long x = m[Character.digit(words.charAt(2 * i), 16)];
                long y = m[Character.digit(words.charAt(2 * i + 1), 16)];
                mix(v, i % 4, 4 + (i + shift) % 4, 8 + (i + 2 * shift) % 4, 12 + (i + 3 * shift) % 4, x, y);
            }
        }
        for (int i = 0; i < 8; i++) {
            state[i] ^= v[i] ^ v[i + 8];
        }
    }

    private static void mix(long[] v, int a, int b, int c, int d, long x, long y) {
        v[a] += v[b] + x;
        v[d] = Long.rotateRight(v[d] ^ v[a], 32);
        v[c] += v[d];
        v[b] = Long.rotateRight(v[b] ^ v[c], 24);
        v[a] += v[b] + y;
        v[d] = Long.rotateRight(v[d] ^ v[a], 16);
        v[c] += v[d];
        v[b] = Long.rotateRight(v[b] ^ v[c], 63);
    }
}
