package io.bellbird.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class Utf8Test {
    @ParameterizedTest(name = "{0}")
    @ValueSource(
            strings = {
                "",
                "00",
                "7F",
                "C280",
                "DFBF",
                "E0A080",
                "ED9FBF",
                "EE8080",
                "EFBFBF",
                "F0908080",
                "F48FBFBF",
                "EFBBBF"
            })
    void the_first_and_last_of_each_length_are_well_formed(String hex) {
        assertThat(Utf8.isValid(Bytes.wrap(Wire.bytes(hex)))).isTrue();
    }

    @ParameterizedTest(name = "{0}")
    @ValueSource(
            strings = {
                "80",
                "BF",
                "C080",
                "C1BF",
                "C2",
                "C27F",
                "C2C0",
                "E09FBF",
                "E0A0",
                "EDA080",
                "EDBFBF",
                "E1807F",
                "F08FBFBF",
                "F4908080",
                "F5808080",
                "F0908080FF",
                "F09080",
                "FE",
                "FF"
            })
    void what_is_overlong_or_cut_off_or_a_surrogate_or_too_high_is_not(String hex) {
        assertThat(Utf8.isValid(Bytes.wrap(Wire.bytes(hex)))).isFalse();
        assertThat(Utf8.isString(Wire.bytes(hex))).isFalse();
    }

    @Test
    void each_character_is_a_string_unless_the_standard_advises_against_it() {
        for (int codePoint = 0; codePoint <= Character.MAX_CODE_POINT; codePoint++) {
            boolean isSurrogate = codePoint >= Character.MIN_SURROGATE && codePoint <= Character.MAX_SURROGATE;
            if (!isSurrogate) {
                byte[] utf8 = Character.toString(codePoint).getBytes(StandardCharsets.UTF_8);
                boolean isNonCharacter = (codePoint & 0xFFFF) >= 0xFFFE || (codePoint >= 0xFDD0 && codePoint <= 0xFDEF);
                if (Utf8.isString(utf8) != (!Character.isISOControl(codePoint) && !isNonCharacter)) {
                    fail("U+%04X", codePoint);
                }
            }
        }
    }

    @Test
    void random_bytes_are_judged_as_the_decoder_of_the_jdk_does() {
        SplittableRandom random = new SplittableRandom(1);
        for (int round = 0; round < 200_000; round++) {
            byte[] bytes = new byte[random.nextInt(6)];
            random.nextBytes(bytes);
            if (Utf8.isValid(bytes) != isValidForTheJdk(bytes)) {
                fail(Arrays.toString(bytes));
            }
        }
    }

    private static boolean isValidForTheJdk(byte[] bytes) {
        try {
            StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes));
            return true;
        } catch (CharacterCodingException e) {
            return false;
        }
    }
}
