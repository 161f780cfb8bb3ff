package io.bellbird.client;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaMethod;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.platform.commons.annotation.Testable;

/**
 * Every numbered statement is kept by the client as a test that names it shows, or by construction, or is not the client's,
 * and then the table says why. The pages in docs/conformance are what this test makes of the tests;
 * {@code -Dbellbird.conformance.write=true} writes them anew.
 */
class ConformanceTableTest {
    private static final int IDS_OF_A_TEST_MAX = 3;
    private static final boolean WRITE = Boolean.getBoolean("bellbird.conformance.write");
    private static final String STATES = "(by construction|not applicable|deviation): .+";

    private static final JavaClasses CLASSES = new ClassFileImporter().importPackages("io.bellbird.client");

    /** The versions of the standard that number their statements. */
    enum Standard {
        MQTT_3_1_1("mqtt-3.1.1", "MQTT 3.1.1"),
        MQTT_5_0("mqtt-5.0", "MQTT 5.0");

        final String file;
        final String title;

        Standard(String file, String title) {
            this.file = file;
            this.title = title;
        }

        /** Their ids, in the order of the standard. */
        List<String> statements() throws IOException {
            return List.copyOf(rows().keySet());
        }

        /** What is said of them, by their id. */
        Map<String, String> rows() throws IOException {
            return table(Path.of("..", "broker", "src", "test", "resources", "conformance", file + "-statements.tsv"));
        }

        /** Why statements need no test, by their id. */
        Map<String, String> reasons() throws IOException {
            return table(Path.of("src", "test", "resources", "conformance", file + "-reasons.tsv"));
        }

        private static Map<String, String> table(Path path) throws IOException {
            return Files.readAllLines(path).stream()
                    .skip(1)
                    .map(line -> line.split("\t", 2))
                    .collect(Collectors.toMap(
                            cells -> cells[0],
                            cells -> cells.length == 1 ? "" : cells[1],
                            (first, second) -> {
                                throw new IllegalStateException(path + " has a row twice: " + first);
                            },
                            LinkedHashMap::new));
        }

        List<String> ids(JavaMethod test) {
            Spec spec = test.getAnnotationOfType(Spec.class);
            return List.of(this == MQTT_5_0 ? spec.value() : spec.v3());
        }
    }

    private static List<JavaMethod> tests() {
        return CLASSES.stream()
                .flatMap(owner -> owner.getMethods().stream())
                .filter(method -> method.isAnnotatedWith(Spec.class))
                .toList();
    }

    /** The names of the tests by the id that they prove. */
    private static Map<String, SortedSet<String>> proofs(Standard standard) {
        Map<String, SortedSet<String>> proofs = new TreeMap<>();
        for (JavaMethod test : tests()) {
            String name = test.getOwner().getSimpleName() + "." + test.getName();
            standard.ids(test).forEach(id -> proofs.computeIfAbsent(id, key -> new TreeSet<>())
                    .add(name));
        }
        return proofs;
    }

    @ParameterizedTest
    @EnumSource
    void test_names_up_to_three_different_ids_that_exist(Standard standard) throws IOException {
        for (JavaMethod test : tests()) {
            assertThat(standard.ids(test))
                    .as(test.getFullName())
                    .hasSizeLessThanOrEqualTo(IDS_OF_A_TEST_MAX)
                    .doesNotHaveDuplicates()
                    .isSubsetOf(standard.statements());
        }
    }

    @Test
    void only_tests_name_ids() {
        assertThat(tests()).allMatch(method -> method.isMetaAnnotatedWith(Testable.class));
    }

    @ParameterizedTest
    @EnumSource
    void every_statement_is_proved_or_has_a_reason_and_none_has_both(Standard standard) throws IOException {
        Map<String, SortedSet<String>> proofs = proofs(standard);
        Map<String, String> reasons = standard.reasons();

        assertThat(standard.statements())
                .filteredOn(id -> proofs.containsKey(id) == reasons.containsKey(id))
                .as("statements with both a test and a reason, or with neither")
                .isEmpty();
        assertThat(standard.statements()).containsAll(reasons.keySet());
        reasons.forEach((id, reason) -> assertThat(reason).as(id).matches(STATES));
    }

    /** The list of MQTT 5.0 has whom a statement binds; that of 3.1.1 does not. */
    @Test
    void statements_that_bind_servers_alone_are_the_ones_that_are_not_the_clients() throws IOException {
        Map<String, String> reasons = Standard.MQTT_5_0.reasons();

        Standard.MQTT_5_0.rows().forEach((id, row) -> assertThat(
                        reasons.getOrDefault(id, "").startsWith("not applicable: binds servers"))
                .as(id + " " + row)
                .isEqualTo(row.endsWith("server")));
    }

    @ParameterizedTest
    @EnumSource
    void page_says_what_the_tests_prove(Standard standard) throws IOException {
        Path page = Path.of("..", "docs", "conformance", "client-" + standard.file + ".md");
        String current = page(standard);
        if (WRITE) {
            Files.writeString(page, current);
        }

        assertThat(Files.readString(page))
                .as(
                        "%s is not current: write it with"
                                + " mvn -pl client -am test -Dtest=io.bellbird.client.ConformanceTableTest"
                                + " -Dsurefire.failIfNoSpecifiedTests=false -Dbellbird.conformance.write=true",
                        page)
                .isEqualTo(current);
    }

    private static String page(Standard standard) throws IOException {
        Map<String, SortedSet<String>> proofs = proofs(standard);
        Map<String, String> reasons = standard.reasons();
        StringBuilder page = new StringBuilder(
                """
                # The numbered statements of %s and the client

                %d of %d statements are shown to be kept by tests of the client against a scripted broker, %d are kept by
                construction, and the others are not the client's, for the reason in their row. The tests are in
                `client/src/test/java/io/bellbird/client`; this page is written by `ConformanceTableTest` there.

                | statement | state |
                | --- | --- |
                """
                        .formatted(
                                standard.title,
                                proofs.size(),
                                standard.statements().size(),
                                reasons.values().stream()
                                        .filter(reason -> reason.startsWith("by construction"))
                                        .count()));
        for (String id : standard.statements()) {
            page.append("| %s | %s |%n".formatted(id, state(proofs.get(id), reasons.get(id))));
        }
        return page.toString();
    }

    private static String state(@Nullable SortedSet<String> tests, @Nullable String reason) {
        return tests == null
                ? String.valueOf(reason)
                : tests.stream().map(name -> "`" + name + "`").collect(Collectors.joining("<br>", "kept: ", ""));
    }
}
