package io.bellbird.app.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ListenerFindingsTest {
    @TempDir
    private Path folder;

    private Patient patient;

    @BeforeEach
    void begin() {
        patient = new Patient(folder);
    }

    @ParameterizedTest
    @ValueSource(strings = {"1883", "1883 0.0.0.0", "1883 ::"})
    void everybody_may_come_in_from_everywhere(String listener) {
        Subject subject = patient.with("listener " + listener, "max_connections 9", "allow_anonymous true");

        assertThat(ListenerFindings.of(subject)).singleElement().satisfies(finding -> {
            assertThat(finding.kind()).isEqualTo(Kind.ANONYMOUS);
            assertThat(finding.place()).isEqualTo(patient.file("b.conf") + ":3");
            assertThat(finding.fixes())
                    .containsExactly(
                            "allow_anonymous false",
                            "password_file " + patient.file("users"),
                            "bellbird passwd -c " + patient.file("users") + " NAME");
        });
    }

    @ParameterizedTest
    @ValueSource(strings = {"1883 127.0.0.1", "1883 ::1", "1883 localhost"})
    void everybody_on_this_machine_may_come_in(String listener) {
        assertThat(ListenerFindings.of(patient.with("listener " + listener, "allow_anonymous true")))
                .isEmpty();
    }

    @Test
    void a_public_listener_is_closed_unless_it_says_otherwise() {
        assertThat(ListenerFindings.of(patient.with("listener 1883", "max_connections 9")))
                .isEmpty();
    }

    @Test
    void without_a_configuration_nobody_else_is_served() {
        assertThat(ListenerFindings.of(patient.with())).isEmpty();
    }

    @Test
    void of_two_listeners_the_one_that_is_open_is_named() {
        Subject subject = patient.with(
                "per_listener_settings true",
                "listener 1883 127.0.0.1",
                "allow_anonymous true",
                "listener 1884",
                "max_connections 9",
                "allow_anonymous true",
                "listener 1885",
                "max_connections 9",
                "allow_anonymous false");

        assertThat(ListenerFindings.of(subject)).singleElement().satisfies(finding -> {
            assertThat(finding.place()).isEqualTo(patient.file("b.conf") + ":6");
            assertThat(finding.text()).startsWith("port 1884 of all addresses lets everybody in");
        });
    }

    @Test
    void the_line_of_the_listener_is_the_one_to_change() {
        Subject subject = patient.with(
                "allow_anonymous false", "listener 1883", "max_connections 9", "listener_allow_anonymous true");

        assertThat(ListenerFindings.of(subject)).singleElement().satisfies(finding -> {
            assertThat(finding.place()).endsWith(":4");
            assertThat(finding.fixes()).contains("listener_allow_anonymous false");
        });
    }

    @Test
    void with_rules_for_those_without_a_name_it_may_be_meant_so() {
        Path acl = patient.write("acl", "topic read weather/#");
        Subject subject = patient.with("acl_file " + acl, "listener 1883", "max_connections 9", "allow_anonymous true");

        assertThat(Patient.kinds(ListenerFindings.of(subject))).containsExactly(Kind.SOME_ANONYMOUS);
    }

    @Test
    void who_needs_a_certificate_is_no_stranger() {
        Subject subject = patient.with(
                "listener 8883",
                "max_connections 9",
                "certfile c",
                "keyfile k",
                "cafile a",
                "require_certificate true",
                "allow_anonymous true");

        assertThat(ListenerFindings.of(subject)).isEmpty();
    }

    @Test
    void passwords_go_over_the_wire_as_they_are() {
        Subject subject = patient.with("password_file u", "listener 1883", "max_connections 9");

        assertThat(ListenerFindings.of(subject)).singleElement().satisfies(finding -> {
            assertThat(finding.kind()).isEqualTo(Kind.NO_TLS);
            assertThat(finding.place()).endsWith(":2");
        });
    }

    @Test
    void passwords_go_over_the_wire_in_tls() {
        Subject subject =
                patient.with("password_file u", "listener 8883", "max_connections 9", "certfile c", "keyfile k");

        assertThat(ListenerFindings.of(subject)).isEmpty();
    }

    @Test
    void a_stranger_can_take_all_connections() {
        assertThat(Patient.kinds(ListenerFindings.of(patient.with("listener 1883"))))
                .containsExactly(Kind.NO_CONNECTION_LIMIT);
        assertThat(ListenerFindings.of(patient.with("listener 1883", "global_max_connections 9")))
                .isEmpty();
    }
}
