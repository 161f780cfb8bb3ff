package io.bellbird.broker.security;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;

/**
 * Argon2id, version 1.3 (RFC 9106): a hash that takes much memory, so that guessing passwords is dear for special
 * hardware as well. Works on one thread, however many lanes there are. One object makes one hash.
 */
final class Argon2id {
    private static final int VERSION = 0x13;
    private static final int TYPE = 2;
    private static final int SLICES = 4;
    /** Longs of a block of 1 KiB. */
    private static final int BLOCK_LONGS = 128;

    private final int passes;
    private final int lanes;
    private final int laneBlocks;
    private final int segmentBlocks;
    private final int memoryKib;
    /** All blocks of the first lane, then those of the next. */
    private final long[] memory;

    private final long[] mixed = new long[BLOCK_LONGS];
    private final long[] before = new long[BLOCK_LONGS];
    private final long[] zero = new long[BLOCK_LONGS];
    /** Says which blocks are taken where that must not depend on the password. */
    private final long[] addresses = new long[BLOCK_LONGS];

    private final long[] addressInput = new long[BLOCK_LONGS];

    /**
     * Takes the memory.
     *
     * @param memoryKib at least 8 for each lane
     * @param passes over the memory, at least 1
     * @param lanes at least 1
     */
    Argon2id(int memoryKib, int passes, int lanes) {
        this.memoryKib = memoryKib;
        this.passes = passes;
        this.lanes = lanes;
        this.segmentBlocks = memoryKib / (SLICES * lanes);
        this.laneBlocks = segmentBlocks * SLICES;
        this.memory = new long[laneBlocks * lanes * BLOCK_LONGS];
    }

    /**
     * The hash of a password.
     *
     * @param secret a key that is not kept with the hash; may be empty
     * @param associated what else the hash depends on; may be empty
     * @param hashBytes how long it is to be, at least 4
     */
    byte[] hash(byte[] password, byte[] salt, byte[] secret, byte[] associated, int hashBytes) {
        byte[] seed = Blake2b.hash(
                Blake2b.HASH_BYTES_MAX,
                ints(lanes, hashBytes, memoryKib, passes, VERSION, TYPE, password.length),
                password,
                ints(salt.length),
                salt,
                ints(secret.length),
                secret,
                ints(associated.length),
                associated);
        for (int lane = 0; lane < lanes; lane++) {
            for (int i = 0; i < 2; i++) {
                byte[] first = longHash(BLOCK_LONGS * Long.BYTES, seed, ints(i, lane));
                ByteBuffer.wrap(first)
                        .order(ByteOrder.LITTLE_ENDIAN)
                        .asLongBuffer()
                        .get(memory, at(lane, i), BLOCK_LONGS);
            }
        }
        for (int pass = 0; pass < passes; pass++) {
            for (int slice = 0; slice < SLICES; slice++) {
                for (int lane = 0; lane < lanes; lane++) {
                    fillSegment(pass, slice, lane);
                }
            }
        }
        return longHash(hashBytes, lastBlocks());
    }

    private static byte[] ints(int... numbers) {
        ByteBuffer bytes = ByteBuffer.allocate(Integer.BYTES * numbers.length).order(ByteOrder.LITTLE_ENDIAN);
        bytes.asIntBuffer().put(numbers);
        return bytes.array();
    }

    /** H' of the standard: a hash of any length. */
    private static byte[] longHash(int hashBytes, byte[]... parts) {
        byte[][] withLength = new byte[parts.length + 1][];
        withLength[0] = ints(hashBytes);
        System.arraycopy(parts, 0, withLength, 1, parts.length);
        if (hashBytes <= Blake2b.HASH_BYTES_MAX) {
            return Blake2b.hash(hashBytes, withLength);
        }
        int half = Blake2b.HASH_BYTES_MAX / 2;
        byte[] whole = new byte[hashBytes];
        byte[] piece = Blake2b.hash(Blake2b.HASH_BYTES_MAX, withLength);
        int done = 0;
        while (hashBytes - done > Blake2b.HASH_BYTES_MAX) {
            System.arraycopy(piece, 0, whole, done, half);
            done += half;
            piece = Blake2b.hash(Math.min(Blake2b.HASH_BYTES_MAX, hashBytes - done), piece);
        }
        System.arraycopy(piece, 0, whole, done, hashBytes - done);
        return whole;
    }

    /** Where a block begins in the memory. */
    private int at(int lane, int block) {
        return (lane * laneBlocks + block) * BLOCK_LONGS;
    }

    private void fillSegment(int pass, int slice, int lane) {
        boolean independent = pass == 0 && slice < SLICES / 2;
        int first = pass == 0 && slice == 0 ? 2 : 0;
        Arrays.fill(addressInput, 0);
        long[] input = {pass, lane, slice, (long) laneBlocks * lanes, passes, TYPE};
        System.arraycopy(input, 0, addressInput, 0, input.length);
        for (int i = first; i < segmentBlocks; i++) {
            if (independent && (i == first || i % BLOCK_LONGS == 0)) {
                nextAddresses();
            }
            int block = slice * segmentBlocks + i;
            int previous = at(lane, block == 0 ? laneBlocks - 1 : block - 1);
            long random = independent ? addresses[i % BLOCK_LONGS] : memory[previous];
            int from = pass == 0 && slice == 0 ? lane : (int) ((random >>> 32) % lanes);
            int reference = at(from, reference(pass, slice, i, from == lane, random & 0xffff_ffffL));
            mix(memory, previous, memory, reference, memory, at(lane, block), pass > 0);
        }
    }

    private void nextAddresses() {
        addressInput[6]++;
        mix(zero, 0, addressInput, 0, addresses, 0, false);
        mix(zero, 0, addresses, 0, addresses, 0, false);
    }

    /** Which block of a lane is taken: one that is complete, the latest ones more often. */
    private int reference(int pass, int slice, int i, boolean sameLane, long random) {
        int complete = pass == 0 ? slice * segmentBlocks : laneBlocks - segmentBlocks;
        int choice = sameLane ? complete + i - 1 : complete - (i == 0 ? 1 : 0);
        long fromEnd = (choice * ((random * random) >>> 32)) >>> 32;
        int start = pass == 0 || slice == SLICES - 1 ? 0 : (slice + 1) * segmentBlocks;
        return (int) ((start + choice - 1 - fromEnd) % laneBlocks);
    }

    /**
     * G of the standard: makes a block of two others.
     *
     * @param onto what the target holds stays in it
     */
    private void mix(long[] x, int xAt, long[] y, int yAt, long[] target, int targetAt, boolean onto) {
        for (int i = 0; i < BLOCK_LONGS; i++) {
            before[i] = x[xAt + i] ^ y[yAt + i];
        }
        System.arraycopy(before, 0, mixed, 0, BLOCK_LONGS);
        for (int row = 0; row < BLOCK_LONGS; row += 16) {
            permute(row, 2);
        }
        for (int column = 0; column < 16; column += 2) {
            permute(column, 16);
        }
        for (int i = 0; i < BLOCK_LONGS; i++) {
            long made = before[i] ^ mixed[i];
            target[targetAt + i] = onto ? target[targetAt + i] ^ made : made;
        }
    }

    /** P of the standard: a round of BLAKE2b over eight pairs of longs, which are {@code step} longs apart. */
    private void permute(int first, int step) {
        for (int i = 0; i < 8; i++) {
            int shift = i / 4;
            quarter(
                    word(first, step, i % 4),
                    word(first, step, 4 + (i + shift) % 4),
                    word(first, step, 8 + (i + 2 * shift) % 4),
                    word(first, step, 12 + (i + 3 * shift) % 4));
        }
    }

    private static int word(int first, int step, int number) {
        return first + number / 2 * step + number % 2;
    }

    private void quarter(int a, int b, int c, int d) {
        long[] v = mixed;
        v[a] = sum(v[a], v[b]);
        v[d] = Long.rotateRight(v[d] ^ v[a], 32);
        v[c] = sum(v[c], v[d]);
        v[b] = Long.rotateRight(v[b] ^ v[c], 24);
        v[a] = sum(v[a], v[b]);
        v[d] = Long.rotateRight(v[d] ^ v[a], 16);
        v[c] = sum(v[c], v[d]);
        v[b] = Long.rotateRight(v[b] ^ v[c], 63);
    }

    /** A sum, made harder with a product. */
    private static long sum(long a, long b) {
        return a + b + 2 * (a & 0xffff_ffffL) * (b & 0xffff_ffffL);
    }

    /** The last block of each lane, one over the other. */
    private byte[] lastBlocks() {
        long[] last = new long[BLOCK_LONGS];
        for (int lane = 0; lane < lanes; lane++) {
            for (int i = 0; i < BLOCK_LONGS; i++) {
                last[i] ^= memory[at(lane, laneBlocks - 1) + i];
            }
        }
        ByteBuffer bytes = ByteBuffer.allocate(BLOCK_LONGS * Long.BYTES).order(ByteOrder.LITTLE_ENDIAN);
        bytes.asLongBuffer().put(last);
        return bytes.array();
    }
}
