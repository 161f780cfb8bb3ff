package io.bellbird.broker;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** What docs/ARCHITECTURE.md says of the code is true of it. */
class ArchitecturePageTest {
    private static final Path PAGE = Path.of("..", "docs", "ARCHITECTURE.md");

    private static final JavaClasses CLASSES = new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .importPackages("io.bellbird");

    @Test
    void every_step_in_the_life_of_a_publish_is_a_method_with_that_name() throws IOException {
        List<MatchResult> steps = matches("(?m)^([A-Z]\\w+)\\.(\\w+) {2,}");
        assertThat(steps).hasSizeGreaterThan(15);
        for (MatchResult step : steps) {
            assertThat(hasMethod(step.group(1), step.group(2)))
                    .as(step.group().strip())
                    .isTrue();
        }
    }

    @Test
    void every_class_and_method_that_the_text_names_exists() throws IOException {
        for (MatchResult name : matches("`([A-Z][A-Za-z]+)\\.(\\w+)`")) {
            assertThat(hasMethod(name.group(1), name.group(2))).as(name.group()).isTrue();
        }
        for (MatchResult row : matches("(?m)^\\| `(\\w+)` \\|")) {
            assertThat(classes(row.group(1))).as(row.group()).isNotEmpty();
        }
    }

    private static List<MatchResult> matches(String regex) throws IOException {
        return Pattern.compile(regex).matcher(Files.readString(PAGE)).results().toList();
    }

    private static boolean hasMethod(String className, String method) {
        return classes(className).stream()
                .flatMap(found -> found.getMethods().stream())
                .anyMatch(found -> found.getName().equals(method));
    }

    private static List<JavaClass> classes(String simpleName) {
        return CLASSES.stream()
                .filter(found -> found.getSimpleName().equals(simpleName))
                .toList();
    }
}
