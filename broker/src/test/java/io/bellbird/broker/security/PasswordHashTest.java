package io.bellbird.broker.security;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.bellbird.broker.security.HashMethod.Argon2;
import io.bellbird.broker.security.HashMethod.Pbkdf2;
import io.bellbird.broker.security.HashMethod.Sha512;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PasswordHashTest {
    /** As mosquitto_passwd 2.0.11 wrote them for the password {@code secret}; the last by libargon2's encoding. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "$7$101$YKna1syzxzPWTLgc$H87FpMYAcOBWavzogkn3nL6sDAXoBMefPw1J3LEV7y5z60Ihl49xk8zF3luO/yxtEVPiaOS0hXPjIELr0WNoWg==",
                "$6$VCVGccaRknuhK0JF$Z5g/UOiQDqy3sAwdssUX5WvYFen5E3B/7sIM4g6PUdSeQ5Nq/zg7/vA8iqg/t563feozxxuP7JdMjQJVtYi78g=="
            })
    void what_mosquitto_passwd_wrote_is_understood(String text) throws MalformedHashException {
        PasswordHash hash = PasswordHash.parse(text);

        assertThat(hash.matches("secret".getBytes(UTF_8))).isTrue();
        assertThat(hash.matches("Secret".getBytes(UTF_8))).isFalse();
        assertThat(hash.matches(new byte[0])).isFalse();
        assertThat(hash).hasToString(text);
    }

    @Test
    void an_encoded_hash_of_the_argon2_library_is_understood() throws MalformedHashException {
        PasswordHash hash = PasswordHash.parse(
                "$argon2id$v=19$m=65536,t=2,p=1$c29tZXNhbHQ" + "$CTFhFdXPJO1aFaMaO6Mm5c8y7cJHAph8ArZWb2GRPPc");

        assertThat(hash.method()).isEqualTo(new Argon2(65_536, 2, 1));
        assertThat(hash.matches("password".getBytes(UTF_8))).isTrue();
        assertThat(hash.matches("passwore".getBytes(UTF_8))).isFalse();
    }

    /** Any bytes are a password; each hash is that of its own only, also after it was written and read. */
    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void a_hash_that_is_written_and_read_is_that_of_its_password(long seed) throws MalformedHashException {
        Random random = new Random(seed);
        HashMethod[] methods = {new Sha512(), new Pbkdf2(1 + random.nextInt(50)), new Argon2(16, 1, 2)};
        for (HashMethod method : methods) {
            byte[] password = new byte[random.nextInt(200)];
            random.nextBytes(password);
            PasswordHash written = PasswordHash.of(password, method);
            PasswordHash read = PasswordHash.parse(written.toString());
            byte[] other = Arrays.copyOf(password, password.length + 1);
            other[other.length - 1] = 1;

            assertThat(read).hasToString(written.toString());
            assertThat(read.method()).isEqualTo(method);
            assertThat(read.matches(password)).isTrue();
            assertThat(read.matches(other)).isFalse();
            assertThat(PasswordHash.of(password, method).isSame(written))
                    .as("each has a salt of its own")
                    .isFalse();
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '>',
            textBlock =
                    """
                    secret              > it begins with none of $6$, $7$ and $argon2id$
                    $1$salt$hash        > it begins with none of $6$, $7$ and $argon2id$
                    $6$c2FsdA==         > it does not have one salt and one hash
                    $6$c2FsdA==$aGFzaA==$x > it does not have one salt and one hash
                    $6$c2FsdA==$aGFzaA== > its hash has 4 bytes instead of 64
                    $6$c2!sdA==$aGFzaA== > its salt is not in Base64
                    $6$$aGFzaA==        > its salt has 0 bytes instead of 1 to 128
                    $7$0$c2FsdA==$aGFzaA== > its number of iterations is not from 1 to 10000000
                    $7$-1$c2FsdA==$aGFzaA== > its number of iterations is not from 1 to 10000000
                    $7$99999999999$c2FsdA==$aGFzaA== > its number of iterations is not from 1 to 10000000
                    $7$101              > it does not have one salt and one hash
                    $7$101$c2FsdA==$aGFzaA== > its hash has 4 bytes instead of 64
                    $argon2id$          > it is not written as $argon2id$v=19$m=MEMORY,t=PASSES,p=LANES$SALT$HASH
                    $argon2id$v=16$m=64,t=1,p=1$c29tZXNhbHQ$CTFhFdXPJO1aFaMaO6Mm5c8y7cJHAph8ArZWb2GRPPc > it is not written as $argon2id$v=19$m=MEMORY,t=PASSES,p=LANES$SALT$HASH
                    $argon2id$v=19$m=7,t=1,p=1$c29tZXNhbHQ$CTFhFdXPJO1aFaMaO6Mm5c8y7cJHAph8ArZWb2GRPPc > its number of KiB of memory is not from 8 to 1048576
                    $argon2id$v=19$m=64,t=0,p=1$c29tZXNhbHQ$CTFhFdXPJO1aFaMaO6Mm5c8y7cJHAph8ArZWb2GRPPc > its number of passes is not from 1 to 1000
                    $argon2id$v=19$m=64,t=1,p=65$c29tZXNhbHQ$CTFhFdXPJO1aFaMaO6Mm5c8y7cJHAph8ArZWb2GRPPc > its number of lanes is not from 1 to 64
                    $argon2id$v=19$m=64,t=1,p=1$c29t$CTFhFdXPJO1aFaMaO6Mm5c8y7cJHAph8ArZWb2GRPPc > its salt has 3 bytes instead of 8 to 128
                    """)
    void what_is_no_hash_is_said_without_it(String text, String error) {
        assertThatThrownBy(() -> PasswordHash.parse(text))
                .isInstanceOf(MalformedHashException.class)
                .hasMessage(error);
    }
}
