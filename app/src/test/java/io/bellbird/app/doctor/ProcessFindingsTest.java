package io.bellbird.app.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ProcessFindingsTest {
    @TempDir
    private Path folder;

    private Patient patient;

    @BeforeEach
    void begin() {
        patient = new Patient(folder);
    }

    @ParameterizedTest
    @CsvSource({"9883 0.0.0.0, 1", "9883 127.0.0.1, 0", "9883, 0", "none, 0"})
    void the_admin_listener_is_for_this_machine(String admin, int count) {
        assertThat(ProcessFindings.of(patient.with("admin_listener " + admin)))
                .hasSize(count)
                .allSatisfy(finding -> {
                    assertThat(finding.kind()).isEqualTo(Kind.PUBLIC_ADMIN);
                    assertThat(finding.place()).endsWith(":1");
                    assertThat(finding.fixes()).containsExactly("admin_listener 9883 127.0.0.1");
                });
    }

    @ParameterizedTest
    @CsvSource({
        "login_failures_max 0, login_failures_max 20",
        "login_ban_seconds 0, login_ban_seconds 300",
        "login_failures_max 5, ",
    })
    void who_guesses_is_banned(String setting, String fix) {
        Subject subject = patient.with(setting, "password_file u", "listener 1883");

        assertThat(ProcessFindings.of(subject)).hasSize(fix == null ? 0 : 1).allSatisfy(finding -> {
            assertThat(finding.kind()).isEqualTo(Kind.NO_BANS);
            assertThat(finding.fixes()).containsExactly(fix);
        });
    }

    @Test
    void where_nobody_guesses_nobody_is_banned() {
        assertThat(ProcessFindings.of(patient.with("login_failures_max 0", "password_file u")))
                .isEmpty();
    }

    @Test
    void the_data_is_for_the_broker() throws IOException {
        Path data = Files.createDirectory(patient.file("data"));
        Subject subject = patient.with(Optional.of(data), Optional.empty());

        Patient.mode(data, "rwxr-xr-x");
        assertThat(ProcessFindings.of(subject)).singleElement().satisfies(finding -> {
            assertThat(finding.kind()).isEqualTo(Kind.READABLE_DATA);
            assertThat(finding.fixes()).containsExactly("chmod o= " + data);
        });
        Patient.mode(data, "rwxr-x---");
        assertThat(ProcessFindings.of(subject)).isEmpty();
    }

    @Test
    void a_file_that_others_can_change_is_found() {
        Path acl = patient.write("acl", "topic read a");
        Subject subject = patient.with("acl_file " + acl);
        Patient.mode(acl, "rw-rw-rw-");

        assertThat(ProcessFindings.of(subject)).singleElement().satisfies(finding -> {
            assertThat(finding.kind()).isEqualTo(Kind.WRITABLE_FILE);
            assertThat(finding.fixes()).containsExactly("chmod o-w " + acl);
        });
        Patient.mode(acl, "rw-rw-r--");
        assertThat(ProcessFindings.of(subject)).isEmpty();
    }

    @Test
    void a_file_that_others_can_replace_is_found_unless_the_folder_forbids_it() throws IOException {
        Subject subject = patient.with("admin_listener none");
        Patient.mode(folder, "rwxrwxrwx");
        assertThat(ProcessFindings.of(subject)).singleElement().satisfies(finding -> {
            assertThat(finding.text()).contains("can replace this file");
            assertThat(finding.fixes()).containsExactly("chmod o-w " + folder);
        });

        Files.setAttribute(folder, "unix:mode", 01777);
        assertThat(ProcessFindings.of(subject)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"root, 1", "bellbird, 0"})
    void a_broker_does_not_need_to_be_root(String user, int count) {
        assertThat(ProcessFindings.of(patient.with(Optional.empty(), Optional.of(user))))
                .hasSize(count)
                .allSatisfy(finding -> assertThat(finding.kind()).isEqualTo(Kind.RUNS_AS_ROOT));
    }
}
