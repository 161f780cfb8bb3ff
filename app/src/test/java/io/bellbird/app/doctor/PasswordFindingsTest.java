package io.bellbird.app.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import io.bellbird.broker.security.HashMethod.Argon2;
import io.bellbird.broker.security.HashMethod.Pbkdf2;
import io.bellbird.broker.security.HashMethod.Sha512;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PasswordFindingsTest {
    private static final Pbkdf2 GOOD = new Pbkdf2(20_000);

    @TempDir
    private Path folder;

    private final List<String> progress = new ArrayList<>();
    private Patient patient;
    private Path users;

    @BeforeEach
    void begin() {
        patient = new Patient(folder);
        users = patient.file("users");
    }

    private List<Finding> findings(String... lines) {
        patient.write("users", lines);
        return PasswordFindings.of(patient.with("password_file " + users), new CommonPasswords(progress::add));
    }

    @Test
    void a_good_password_behind_a_good_hash_is_nothing() {
        assertThat(findings("# users", "", Patient.user("ann", "x7!kq0", GOOD))).isEmpty();
    }

    @Test
    void hashes_that_are_cheap_to_guess_are_one_finding_with_a_command_for_each_user() {
        List<Finding> findings = findings(
                Patient.user("zoe", "x7!kq0", GOOD),
                Patient.user("ann", "x7!kq1", new Sha512()),
                Patient.user("bob", "x7!kq2", new Pbkdf2(101)),
                Patient.user("carl", "x7!kq3", new Argon2(8, 1, 1)));

        assertThat(findings).singleElement().satisfies(finding -> {
            assertThat(finding.kind()).isEqualTo(Kind.WEAK_HASH);
            assertThat(finding.place()).isEqualTo(users + ":2");
            assertThat(finding.text()).contains("ann, bob, carl");
            assertThat(finding.fixes()).hasSize(3).first().isEqualTo("bellbird passwd " + users + " ann");
        });
    }

    @Test
    void what_passwd_makes_is_strong_enough() {
        assertThat(Patient.kinds(findings(Patient.user("carl", "x7!kq3", Argon2.USUAL))))
                .isEmpty();
    }

    @Test
    void a_password_that_strangers_try_first_is_named() {
        List<Finding> findings = findings(
                Patient.user("ann", "raspberry", GOOD), Patient.user("bob", "bob", GOOD), Patient.user("c", "", GOOD));

        assertThat(Patient.kinds(findings)).containsOnly(Kind.GUESSABLE_PASSWORD);
        assertThat(findings)
                .extracting(Finding::text)
                .allSatisfy(text -> assertThat(text).endsWith("it is among the first that a stranger tries"))
                .anyMatch(text -> text.startsWith("the password of ann is 'raspberry'"))
                .anyMatch(text -> text.startsWith("the password of bob is the user's own name"))
                .anyMatch(text -> text.startsWith("the password of c is empty"));
        assertThat(findings).extracting(Finding::place).contains(users + ":1", users + ":2", users + ":3");
    }

    @Test
    void so_many_hashes_are_tried_and_no_more() {
        String[] lines = IntStream.range(0, CommonPasswords.HASHES_MAX + 50)
                .mapToObj(i -> Patient.user("u" + i, i < 3 ? "u" + i : "x7!kq" + i))
                .toArray(String[]::new);

        List<Finding> findings = findings(lines);

        assertThat(findings)
                .filteredOn(finding -> finding.kind() == Kind.GUESSABLE_PASSWORD)
                .hasSize(3);
        assertThat(progress)
                .contains("  " + CommonPasswords.HASHES_MAX + " hashes tried")
                .hasSize(9);
    }

    @Test
    void passwords_as_plain_text_are_found_and_not_shown() {
        assertThat(findings("ann:hidden", Patient.user("bob", "x7!kq0", GOOD)))
                .singleElement()
                .satisfies(finding -> {
                    assertThat(finding.kind()).isEqualTo(Kind.PLAIN_PASSWORD);
                    assertThat(finding.text()).contains("of ann").doesNotContain("hidden");
                    assertThat(finding.fixes()).containsExactly("bellbird passwd -U " + users);
                });
    }

    @Test
    void a_file_that_others_can_read_is_found_unless_a_folder_keeps_them_out() {
        patient.write("users", Patient.user("ann", "x7!kq0", GOOD));
        Patient.mode(users, "rw-r--r--");
        Subject subject = patient.with("password_file " + users);

        assertThat(Patient.kinds(PasswordFindings.of(subject, new CommonPasswords(progress::add))))
                .containsExactly(Kind.READABLE_PASSWORDS);
        Patient.mode(folder, "rwx------");
        assertThat(PasswordFindings.of(subject, new CommonPasswords(progress::add)))
                .isEmpty();
    }
}
