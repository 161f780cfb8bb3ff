package io.bellbird.app;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaField;
import com.tngtech.archunit.core.domain.JavaMethod;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import io.bellbird.broker.AnyThread;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.invoke.VarHandle;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** docs/threads.md lists every class that several threads may touch, each with a test that shows that they may. */
class ThreadsPageTest {
    private static final Path ROOT = Path.of("..");
    private static final Pattern ROW = Pattern.compile("(?m)^\\| `(\\w+)` \\| .+ \\| .+ \\| `(\\w+)` \\|$");
    /** Of a VarHandle: these only read and write, as views of byte arrays do. */
    private static final Set<String> PLAIN_ACCESS = Set.of("get", "set");

    private static final JavaClasses CLASSES = new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .importPackages(
                    "io.bellbird.codec",
                    "io.bellbird.broker",
                    "io.bellbird.store.rocksdb",
                    "io.bellbird.console",
                    "io.bellbird.app");

    /** The tests by the classes that they stress. */
    private static final Map<String, String> LISTED = new TreeMap<>();

    @BeforeAll
    static void readPage() throws IOException {
        String page = Files.readString(ROOT.resolve("docs/threads.md"));
        ROW.matcher(page).results().forEach(row -> LISTED.put(row.group(1), row.group(2)));
        assertThat(LISTED).hasSize((int)
                page.lines().filter(line -> line.startsWith("| `")).count());
    }

    private static JavaClass topLevel(JavaClass nested) {
        JavaClass outermost = nested;
        while (outermost.getEnclosingClass().isPresent()) {
            outermost = outermost.getEnclosingClass().get();
        }
        return outermost;
    }

    /** What an interface says of its methods, its implementations have to keep. */
    private static boolean isMadeForSeveralThreads(JavaClass candidate) {
        return !candidate.isInterface()
                && (candidate.getFields().stream().anyMatch(ThreadsPageTest::isShared)
                        || candidate.getMethods().stream().anyMatch(ThreadsPageTest::mayBeCalledByAnyThread)
                        || candidate.getConstructorCallsFromSelf().stream()
                                .anyMatch(call -> isConcurrentCollection(call.getTargetOwner()))
                        || candidate.getMethodCallsFromSelf().stream()
                                .anyMatch(call -> call.getTargetOwner().isEquivalentTo(VarHandle.class)
                                        && !PLAIN_ACCESS.contains(call.getName())));
    }

    private static boolean isShared(JavaField field) {
        JavaClass type = field.getRawType();
        return field.getModifiers().contains(JavaModifier.VOLATILE)
                || (type.getPackageName().startsWith("java.util.concurrent")
                        && !type.isEquivalentTo(TimeUnit.class)
                        && !type.getSimpleName().equals("CompletableFuture"));
    }

    private static boolean mayBeCalledByAnyThread(JavaMethod method) {
        return method.isAnnotatedWith(AnyThread.class) || method.getModifiers().contains(JavaModifier.SYNCHRONIZED);
    }

    private static boolean isConcurrentCollection(JavaClass type) {
        return type.getPackageName().equals("java.util.concurrent")
                && (type.getSimpleName().startsWith("Concurrent")
                        || type.getSimpleName().startsWith("CopyOnWrite")
                        || type.getSimpleName().endsWith("Queue")
                        || type.getSimpleName().endsWith("Deque"));
    }

    @Test
    void every_class_that_is_made_for_several_threads_is_on_the_page() {
        Set<String> made = CLASSES.stream()
                .filter(ThreadsPageTest::isMadeForSeveralThreads)
                .map(candidate -> topLevel(candidate).getSimpleName())
                .collect(Collectors.toSet());

        assertThat(made).hasSizeGreaterThan(20);
        assertThat(LISTED).containsKeys(made.toArray(String[]::new));
    }

    @Test
    void every_class_on_the_page_exists() {
        Set<String> existing = CLASSES.stream().map(JavaClass::getSimpleName).collect(Collectors.toSet());

        assertThat(existing).containsAll(LISTED.keySet());
    }

    @Test
    void every_test_on_the_page_exists() {
        Set<String> tests = Stream.of("broker", "store-rocksdb", "console", "app")
                .flatMap(module -> filesBelow(ROOT.resolve(module).resolve("src/test/java")).stream())
                .collect(Collectors.toSet());

        LISTED.forEach((stressed, test) -> assertThat(tests).as(stressed).contains(test + ".java"));
    }

    private static Set<String> filesBelow(Path folder) {
        try (Stream<Path> files = Files.walk(folder)) {
            return files.map(file -> file.getFileName().toString()).collect(Collectors.toSet());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
