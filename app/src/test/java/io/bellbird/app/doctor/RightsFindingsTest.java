package io.bellbird.app.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RightsFindingsTest {
    @TempDir
    private Path folder;

    private Patient patient;
    private Path acl;

    @BeforeEach
    void begin() {
        patient = new Patient(folder);
        acl = patient.file("acl");
    }

    /** What is found in rules when anonymous clients may come in. */
    private List<Finding> findings(String... rules) {
        patient.write("acl", rules);
        return RightsFindings.of(patient.with("acl_file " + acl, "listener 1883", "allow_anonymous true"));
    }

    @ParameterizedTest
    @CsvSource({
        "topic #, all topics to read and write",
        "topic read #, all topics to read",
        "topic write +/#, all topics to write",
        "pattern readwrite #, all topics to read and write"
    })
    void everybody_gets_everything(String rule, String what) {
        assertThat(findings("# all", rule)).singleElement().satisfies(finding -> {
            assertThat(finding.kind()).isEqualTo(Kind.EVERYTHING_FOR_EVERYBODY);
            assertThat(finding.place()).isEqualTo(acl + ":2");
            assertThat(finding.text()).endsWith(what);
        });
    }

    @ParameterizedTest
    @ValueSource(strings = {"topic read weather/#", "topic deny #", "pattern readwrite devices/%c/#"})
    void everybody_gets_something(String rule) {
        assertThat(findings(rule)).isEmpty();
    }

    @Test
    void rules_for_those_without_a_name_count_where_they_may_come_in() {
        patient.write("acl", "topic #");

        assertThat(RightsFindings.of(patient.with("acl_file " + acl, "listener 1883", "allow_anonymous false")))
                .isEmpty();
    }

    @Test
    void one_user_may_do_everything() {
        patient.write("acl", "user ann", "topic readwrite #");
        Path users = patient.write("users", Patient.user("ann", "x"));

        assertThat(RightsFindings.of(patient.with("acl_file " + acl, "password_file " + users, "listener 1883")))
                .isEmpty();
    }

    @Test
    void what_the_broker_says_of_itself_is_nobodys_to_write() {
        assertThat(Patient.kinds(findings("topic write $SYS/#"))).containsExactly(Kind.SYS_WRITABLE);
        assertThat(findings("topic read $SYS/#")).isEmpty();
    }

    @Test
    void a_pattern_without_the_name_of_the_client_is_for_all() {
        assertThat(findings("pattern read orders/#")).singleElement().satisfies(finding -> {
            assertThat(finding.kind()).isEqualTo(Kind.PATTERN_FOR_ALL);
            assertThat(finding.fixes()).containsExactly("pattern read orders/%u/#");
        });
    }

    @Test
    void rules_for_a_user_that_there_is_not_wait_for_somebody() {
        patient.write("acl", "user ann", "topic a", "user bob", "topic b");
        Path users = patient.write("users", Patient.user("ann", "x"));
        Subject subject = patient.with("acl_file " + acl, "password_file " + users, "listener 1883");

        assertThat(RightsFindings.of(subject)).singleElement().satisfies(finding -> {
            assertThat(finding.kind()).isEqualTo(Kind.UNKNOWN_USER);
            assertThat(finding.place()).isEqualTo(acl + ":4");
            assertThat(finding.text()).contains("bob");
        });
    }

    @Test
    void names_that_nobody_proves_give_rights() {
        assertThat(Patient.kinds(findings("user ann", "topic a"))).containsExactly(Kind.UNPROVEN_NAMES);

        Path users = patient.write("users", Patient.user("ann", "x"));
        assertThat(RightsFindings.of(patient.with(
                        "acl_file " + acl, "password_file " + users, "listener 1883", "allow_anonymous true")))
                .isEmpty();
    }

    @Test
    void several_users_without_rules_are_each_others() {
        Path users = patient.write("users", Patient.user("ann", "x"), Patient.user("bob", "x"));

        assertThat(Patient.kinds(RightsFindings.of(patient.with("password_file " + users, "listener 1883"))))
                .containsExactly(Kind.NO_RIGHTS);
        assertThat(RightsFindings.of(patient.with("password_file " + users, "listener 1883 127.0.0.1")))
                .isEmpty();
        patient.write("users", Patient.user("ann", "x"));
        assertThat(RightsFindings.of(patient.with("password_file " + users, "listener 1883")))
                .isEmpty();
    }
}
