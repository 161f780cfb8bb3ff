package io.bellbird.broker.security;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.bellbird.broker.config.ConfigurationException;
import io.bellbird.broker.security.HashMethod.Pbkdf2;
import io.bellbird.broker.security.HashMethod.Sha512;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PasswordFileTest {
    private static final String HASH =
            PasswordHash.of("secret".getBytes(UTF_8), new Sha512()).toString();

    @TempDir
    private Path folder;

    private static List<String> errors(String text) {
        return catchThrowableOfType(ConfigurationException.class, () -> PasswordFile.parse("users", text))
                .errors();
    }

    @Test
    void each_line_is_a_user_but_for_blank_ones_and_comments() throws ConfigurationException {
        PasswordFile file = PasswordFile.parse(
                "users", "\uFEFFann:" + HASH + "\r\n\n# bob:x\n   \n b\u00f6b and co :" + HASH + "  \n");

        assertThat(file.size()).isEqualTo(2);
        PasswordFile.User ann = file.find("ann");
        PasswordFile.User bob = file.find("b\u00f6b and co");
        assertThat(ann).isNotNull();
        assertThat(ann.line()).isEqualTo(1);
        assertThat(bob).isNotNull();
        assertThat(bob.line()).isEqualTo(5);
        assertThat(bob.hash().matches("secret".getBytes(UTF_8))).isTrue();
        assertThat(file.find("bob")).isNull();
        assertThat(file.find("")).isNull();
    }

    @Test
    void everything_wrong_is_said_with_its_line_and_without_passwords() {
        assertThat(errors("ann:" + HASH + "\nbob:hunter2\nhunter2\n:" + HASH + "\nann:" + HASH
                        + "\ncarl:$7$0$c2FsdA==$aGFzaA==\ndora:\n" + "e".repeat(4_000) + ":" + HASH + "\n"))
                .containsExactly(
                        "users:2: the password of 'bob' is not hashed:"
                                + " hash all that are not with `bellbird passwd -U users`",
                        "users:3: there is no ':' between a user and a hash:"
                                + " remove the line, and let `bellbird passwd users USER` write it",
                        "users:4: there is no user before the ':': remove the line",
                        "users:5: user 'ann' has line 1 already: remove one of them",
                        "users:6: the hash of 'carl' is not understood, its number of iterations is not from 1 to"
                                + " 10000000: set the password again with `bellbird passwd users USER`",
                        "users:7: the password of 'dora' is not hashed:"
                                + " hash all that are not with `bellbird passwd -U users`",
                        "users:8: the line is longer than 4096 characters: remove it");
    }

    @Test
    void no_more_than_twenty_mistakes_are_said() {
        assertThat(errors("x\n".repeat(1_000))).hasSize(20);
    }

    @Test
    void a_hash_that_would_take_the_memory_of_the_broker_is_refused() {
        assertThat(errors("ann:$argon2id$v=19$m=1048576,t=1,p=1$c29tZXNhbHQ"
                        + "$CTFhFdXPJO1aFaMaO6Mm5c8y7cJHAph8ArZWb2GRPPc"))
                .singleElement()
                .asString()
                .startsWith(
                        "users:1: the hash of 'ann' is not understood, it needs 1024 MiB of memory where a check may"
                                + " take ");
    }

    @Test
    void a_file_that_cannot_be_read_is_said() throws IOException {
        Path missing = folder.resolve("missing");
        Path latin = Files.write(folder.resolve("latin"), "b\u00f6b:x".getBytes(ISO_8859_1));
        Path large = folder.resolve("large");
        Files.write(large, new byte[(int) PasswordFile.FILE_BYTES_MAX + 1]);

        assertThat(unreadable(missing)).isEqualTo("it is not there, check the path");
        assertThat(unreadable(folder)).isEqualTo("it is a folder, name a file in it");
        assertThat(unreadable(latin)).isEqualTo("it is not UTF-8 text, save it as UTF-8");
        assertThat(unreadable(large)).startsWith("it is larger than 16 MiB");
    }

    private static String unreadable(Path file) {
        String error = catchThrowableOfType(ConfigurationException.class, () -> PasswordFile.read(file))
                .errors()
                .get(0);
        String start = "cannot read the password_file " + file + ": ";
        assertThat(error).startsWith(start);
        return error.substring(start.length());
    }

    @Test
    void unknown_users_cost_what_most_users_cost() throws ConfigurationException {
        PasswordHash dear = PasswordHash.of("x".getBytes(UTF_8), new Pbkdf2(77));
        PasswordHash dearToo = PasswordHash.of("y".getBytes(UTF_8), new Pbkdf2(77));
        PasswordFile file = PasswordFile.parse("users", "ann:" + dear + "\nbob:" + HASH + "\ncarl:" + dearToo + "\n");
        PasswordHash usual = file.usual();

        assertThat(usual).isNotNull();
        assertThat(usual.method()).isEqualTo(new Pbkdf2(77));
        assertThat(PasswordFile.parse("users", "").usual()).isNull();
    }
}
