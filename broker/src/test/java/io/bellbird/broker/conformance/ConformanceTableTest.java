package io.bellbird.broker.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaMethod;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import io.bellbird.broker.Spec;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.platform.commons.annotation.Testable;

/**
 * Every numbered statement is proved by a test that names it, or the table says why not. The pages in docs/conformance
 * are what this test makes of the tests; {@code -Dbellbird.conformance.write=true} writes them anew.
 */
class ConformanceTableTest {
    private static final int IDS_OF_A_TEST_MAX = 3;
    private static final boolean WRITE = Boolean.getBoolean("bellbird.conformance.write");
    /** What the broker is still to get. */
    private static final String TO_COME = "bridges";

    private static final JavaClasses CLASSES = new ClassFileImporter().importPackages("io.bellbird.broker");

    /** The versions of the standard that number their statements. */
    enum Standard {
        MQTT_3_1_1("mqtt-3.1.1", "MQTT 3.1.1", "v3", List.of()),
        MQTT_5_0("mqtt-5.0", "MQTT 5.0", "v5", List.of("level", "binds"));

        final String file;
        final String title;
        final String folder;
        /** What the table of statements says of each beside its id. */
        @SuppressWarnings("ImmutableEnumChecker") // made by List.of
        final List<String> columns;

        Standard(String file, String title, String folder, List<String> columns) {
            this.file = file;
            this.title = title;
            this.folder = folder;
            this.columns = columns;
        }

        /** The rows by their id, in the order of the standard; the cells behind the id. */
        Map<String, List<String>> statements() throws IOException {
            return table(file + "-statements.tsv");
        }

        /** Why statements are not proved, by their id. */
        Map<String, List<String>> reasons() throws IOException {
            return table(file + "-open.tsv");
        }

        private static Map<String, List<String>> table(String name) throws IOException {
            try (InputStream in = ConformanceTableTest.class.getResourceAsStream("/conformance/" + name)) {
                return new String(Objects.requireNonNull(in, name).readAllBytes(), StandardCharsets.UTF_8)
                        .lines()
                        .skip(1)
                        .map(line -> List.of(line.split("\t", -1)))
                        .collect(Collectors.toMap(
                                cells -> cells.get(0),
                                cells -> cells.subList(1, cells.size()),
                                (first, second) -> {
                                    throw new IllegalStateException(name + " has a row twice: " + first);
                                },
                                LinkedHashMap::new));
            }
        }

        static Standard of(JavaMethod test) {
            return test.getOwner().getPackageName().endsWith("." + MQTT_3_1_1.folder) ? MQTT_3_1_1 : MQTT_5_0;
        }
    }

    private static List<JavaMethod> tests(Standard standard) {
        return CLASSES.stream()
                .flatMap(owner -> owner.getMethods().stream())
                .filter(method -> method.isAnnotatedWith(Spec.class) && Standard.of(method) == standard)
                .toList();
    }

    private static List<String> ids(JavaMethod test) {
        return Arrays.asList(test.getAnnotationOfType(Spec.class).value());
    }

    /** The names of the raw-byte tests by the id that they prove. */
    private static Map<String, SortedSet<String>> proofs(Standard standard) {
        Map<String, SortedSet<String>> proofs = new TreeMap<>();
        for (JavaMethod test : tests(standard)) {
            if (test.getOwner().isAssignableTo(ConformanceSuite.class)) {
                String name = test.getOwner().getSimpleName() + "." + test.getName();
                ids(test).forEach(id -> proofs.computeIfAbsent(id, key -> new TreeSet<>())
                        .add(name));
            }
        }
        return proofs;
    }

    @ParameterizedTest
    @EnumSource
    void every_id_that_a_test_names_exists(Standard standard) throws IOException {
        for (JavaMethod test : tests(standard)) {
            assertThat(standard.statements())
                    .as(test.getFullName())
                    .containsKeys(ids(test).toArray(String[]::new));
        }
    }

    @ParameterizedTest
    @EnumSource
    void test_names_one_to_three_different_ids(Standard standard) {
        for (JavaMethod test : tests(standard)) {
            assertThat(ids(test))
                    .as(test.getFullName())
                    .hasSizeBetween(1, IDS_OF_A_TEST_MAX)
                    .doesNotHaveDuplicates();
        }
    }

    @Test
    void only_tests_name_ids() {
        for (Standard standard : Standard.values()) {
            assertThat(tests(standard)).allMatch(method -> method.isMetaAnnotatedWith(Testable.class));
        }
    }

    @ParameterizedTest
    @EnumSource
    void every_statement_is_proved_or_has_a_reason_and_none_has_both(Standard standard) throws IOException {
        Map<String, SortedSet<String>> proofs = proofs(standard);
        Map<String, List<String>> reasons = standard.reasons();

        for (String id : standard.statements().keySet()) {
            assertThat(proofs.containsKey(id) != reasons.containsKey(id))
                    .as("%s is proved by %s and open because %s", id, proofs.get(id), reasons.get(id))
                    .isTrue();
        }
        assertThat(standard.statements().keySet()).containsAll(reasons.keySet());
    }

    @ParameterizedTest
    @EnumSource
    void what_is_open_waits_for_something_that_is_to_come(Standard standard) throws IOException {
        standard.reasons().forEach((id, reason) -> assertThat(reason.get(0))
                .as(id)
                .matches("not applicable: .+|binds clients alone: \\[client-.+|open: (" + TO_COME + ")"));
    }

    @ParameterizedTest
    @EnumSource
    void page_says_what_the_tests_prove(Standard standard) throws IOException {
        Path page = Path.of("..", "docs", "conformance", standard.file + ".md");
        String current = page(standard);
        if (WRITE) {
            Files.createDirectories(page.getParent());
            Files.writeString(page, current);
        }

        assertThat(Files.readString(page))
                .as(
                        "%s is not current: write it with"
                                + " mvn -pl broker -am test -Dtest=ConformanceTableTest"
                                + " -Dsurefire.failIfNoSpecifiedTests=false -Dbellbird.conformance.write=true",
                        page)
                .isEqualTo(current);
    }

    private static String page(Standard standard) throws IOException {
        Map<String, List<String>> statements = standard.statements();
        Map<String, SortedSet<String>> proofs = proofs(standard);
        Map<String, List<String>> reasons = standard.reasons();
        String head =
                """
                # The numbered statements of %s

                %d of %d statements are proved by raw-byte tests against the running broker, with 1 shard and with 4.
                The others are open or need no test, for the reason in their row. The tests are in
                `broker/src/test/java/io/bellbird/broker/conformance/%s`; this page is written by `ConformanceTableTest`.

                """
                        .formatted(standard.title, proofs.size(), statements.size(), standard.folder);
        return head
                + row("statement", standard.columns, "proved by")
                + row("---", Collections.nCopies(standard.columns.size(), "---"), "---")
                + statements.entrySet().stream()
                        .map(statement -> row(
                                statement.getKey(),
                                statement.getValue(),
                                proof(proofs.get(statement.getKey()), reasons.get(statement.getKey()))))
                        .collect(Collectors.joining());
    }

    private static String row(String id, List<String> cells, String proof) {
        return Stream.of(List.of(id), cells, List.of(proof))
                .flatMap(List::stream)
                .collect(Collectors.joining(" | ", "| ", " |\n"));
    }

    private static String proof(@Nullable SortedSet<String> tests, @Nullable List<String> reason) {
        return tests == null
                ? Objects.requireNonNull(reason).get(0)
                : tests.stream().map(name -> "`" + name + "`").collect(Collectors.joining("<br>"));
    }
}
