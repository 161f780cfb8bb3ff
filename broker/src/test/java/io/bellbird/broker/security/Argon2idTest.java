package io.bellbird.broker.security;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class Argon2idTest {
    private static final byte[] NONE = {};

    private static byte[] bytes(int count, int value) {
        byte[] bytes = new byte[count];
        Arrays.fill(bytes, (byte) value);
        return bytes;
    }

    @Test
    void the_vector_of_rfc_9106_section_5_3() {
        byte[] hash = new Argon2id(32, 3, 4).hash(bytes(32, 1), bytes(16, 2), bytes(8, 3), bytes(12, 4), 32);

        assertThat(HexFormat.of().formatHex(hash))
                .isEqualTo("0d640df58d78766c08c037a34a8b53c9d01ef0452d75b65eb52520e96b01e659");
    }

    /** The vectors of the reference implementation. */
    @ParameterizedTest
    @CsvSource({
        "256, 2, 1, password, somesalt, 9dfeb910e80bad0311fee20f9c0e2b12c17987b4cac90c2ef54d5b3021c68bfe",
        "256, 2, 2, password, somesalt, 6d093c501fd5999645e0ea3bf620d7b8be7fd2db59c20d9fff9539da2bf57037",
        "65536, 1, 1, password, somesalt, f6a5adc1ba723dddef9b5ac1d464e180fcd9dffc9d1cbf76cca2fed795d9ca98",
        "65536, 2, 1, password, somesalt, 09316115d5cf24ed5a15a31a3ba326e5cf32edc24702987c02b6566f61913cf7",
        "65536, 2, 1, differentpassword, somesalt, 0b84d652cf6b0c4beaef0dfe278ba6a80df6696281d7e0d2891b817d8c458fde",
        "65536, 2, 1, password, diffsalt, bdf32b05ccc42eb15d58fd19b1f856b113da1e9a5874fdcc544308565aa8141c"
    })
    void known_hashes(int memoryKib, int passes, int lanes, String password, String salt, String expected) {
        byte[] hash = new Argon2id(memoryKib, passes, lanes)
                .hash(password.getBytes(US_ASCII), salt.getBytes(US_ASCII), NONE, NONE, 32);

        assertThat(HexFormat.of().formatHex(hash)).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource({
        "0, 786a02f742015903c6c6fd852552d272912f4740e15847618a86e217f71f5419",
        "3, 40a374727302d9a4769c17b5f409ff32f58aa24ff122d7603e4fda1509e919d4",
        "128, 2319e3789c47e2daa5fe807f61bec2a1a6537fa03f19ff32e87eecbfd64b7e0e",
        "129, f59711d44a031d5f97a9413c065d1e614c417ede998590325f49bad2fd444d3e",
        "256, 1ecc896f34d3f9cac484c73f75f6a5fb58ee6784be41b35f46067b9c65c63a67",
        "300, d9cf5983dc6b34c0fa1f0226926855ad3eccd2bcdcd8f8053b9a80664d33b5af"
    })
    void blake2b_of_bytes_that_count_up(int count, String begin) {
        byte[] counting = new byte[count];
        for (int i = 0; i < count; i++) {
            counting[i] = (byte) i;
        }
        // in two parts, which must not matter
        byte[] hash =
                Blake2b.hash(64, Arrays.copyOf(counting, count / 3), Arrays.copyOfRange(counting, count / 3, count));

        assertThat(HexFormat.of().formatHex(hash)).startsWith(begin);
    }
}
