package io.bellbird.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The launcher in a checkout of its own, with a Java and a Maven that only say how they were called. */
@Timeout(120)
class LauncherIT {
    private static final Instant LONG_AGO = Instant.parse("2020-01-01T00:00:00Z");
    private static final String BUILDING = "building bellbird (about a minute the first time) ...";

    @TempDir
    private Path folder;

    private Path checkout;
    private Path jar;
    private Path source;
    private Path builds;
    private final Map<String, String> environment = new HashMap<>();

    @BeforeEach
    void makeCheckout() throws IOException {
        checkout = Files.createDirectories(folder.resolve("my checkout"));
        Files.copy(Path.of("..", "bellbird"), checkout.resolve("bellbird"));
        jar = checkout.resolve("app/target/bellbird.jar");
        source = checkout.resolve("codec/src/main/java/A.java");
        builds = folder.resolve("builds");
        for (Path file : List.of(checkout.resolve("pom.xml"), checkout.resolve("app/pom.xml"), source)) {
            Files.createDirectories(file.getParent());
            Files.writeString(file, "");
        }
        makeOld(checkout);
        script("tools/mvn", "echo \"$*\" >>'" + builds + "'", "mkdir -p app/target", "touch app/target/bellbird.jar");
        java("jdk", "17.0.15");
        environment.put("PATH", folder.resolve("tools") + ":/usr/bin:/bin");
        environment.put("JAVA_HOME", folder.resolve("jdk").toString());
    }

    @Test
    void the_first_start_builds_and_the_next_does_not() throws Exception {
        assertThat(launch("broker", "a b").errors).containsExactly(BUILDING);
        assertThat(launch("broker").errors).isEmpty();

        assertThat(builds).content().isEqualTo("-B -q -Dquick -Dmaven.test.skip=true -pl app -am package\n");
    }

    @ParameterizedTest
    @ValueSource(strings = {"codec/src/main/java/A.java", "pom.xml", "app/pom.xml", "codec/src/main/java"})
    void what_is_newer_than_the_jar_is_built_again(String changed) throws Exception {
        launch("broker");
        Files.setLastModifiedTime(jar, FileTime.from(LONG_AGO.plusSeconds(10)));
        makeOld(checkout.resolve("codec"));
        assertThat(launch("broker").errors).isEmpty();

        Files.setLastModifiedTime(checkout.resolve(changed), FileTime.from(LONG_AGO.plusSeconds(20)));

        assertThat(launch("broker").errors).containsExactly(BUILDING);
        assertThat(launch("broker").errors).isEmpty();
        assertThat(builds).content().hasLineCount(2);
    }

    @ParameterizedTest
    @CsvSource({"17.0.15, -XX:SharedArchiveFile=, cds*", "25.0.3, -XX:AOTCache=, 'aot*=off,cds*'"})
    void what_a_start_needs_is_archived_once_for_each_java(String version, String option, String quiet)
            throws Exception {
        java("jdk", version);
        script(
                "jdk/bin/java",
                "for argument; do case $argument in",
                "    -XX:DumpLoadedClassList=* | -XX:AOTCacheOutput=*) echo x >\"${argument#*=}\"; exit;;",
                "    -Xshare:dump) dumps=yes;;",
                "    -XX:SharedArchiveFile=*) archive=${argument#*=};;",
                "esac; done",
                "[ -z \"$dumps\" ] || { echo x >\"$archive\"; exit; }",
                "printf '%s\\n' \"$@\"");

        Result first = launch("broker");

        String archive = checkout.resolve("app/target/bellbird-java-" + version + ".archive")
                .toString();
        assertThat(first.errors).containsExactly(BUILDING);
        assertThat(first.output)
                .endsWith(option + archive, "-Xlog:" + quiet + "=off", "-jar", jar.toString(), "broker");
        assertThat(launch("broker").errors).isEmpty();
    }

    @Test
    void what_was_not_built_by_this_java_is_archived_too() throws Exception {
        launch("broker");
        Path archive = checkout.resolve("app/target/bellbird-java-21.0.2.archive");
        java("jdk", "21.0.2");

        launch("broker");
        FileTime first = Files.getLastModifiedTime(archive);
        launch("broker");
        assertThat(Files.getLastModifiedTime(archive)).isEqualTo(first);

        Files.setLastModifiedTime(jar, FileTime.from(Instant.now()));
        launch("broker");
        assertThat(Files.getLastModifiedTime(archive)).isGreaterThan(first);
    }

    @Test
    void a_java_that_cannot_archive_is_not_asked_again() throws Exception {
        launch("broker");

        Result second = launch("broker");

        assertThat(second.errors).isEmpty();
        assertThat(second.output).noneMatch(option -> option.startsWith("-XX:SharedArchiveFile"));
    }

    @Test
    void what_changes_while_it_is_built_is_built_the_next_time() throws Exception {
        script(
                "tools/mvn",
                "sleep 0.1; touch codec/src/main/java/A.java; sleep 0.1",
                "mkdir -p app/target",
                "touch app/target/bellbird.jar");

        assertThat(launch("broker").errors).containsExactly(BUILDING);
        assertThat(launch("broker").errors).containsExactly(BUILDING);
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void two_starts_at_once_build_once(boolean thisMachineHasFlock) throws Exception {
        if (!thisMachineHasFlock) {
            leaveOnlyCommonTools();
        }
        Path proceed = folder.resolve("proceed");
        script(
                "tools/mvn",
                "echo \"$*\" >>'" + builds + "'",
                "until [ -e '" + proceed + "' ]; do sleep 0.02; done",
                "mkdir -p app/target",
                "touch app/target/bellbird.jar");
        try (Program first = start(checkout.resolve("bellbird"), "broker")) {
            assertThat(first.nextErrorLine()).isEqualTo(BUILDING);
            try (Program second = start(checkout.resolve("bellbird"), "broker")) {
                assertThat(second.nextErrorLine()).isEqualTo("waiting for another build of bellbird ...");
                Files.createFile(proceed);
                assertThat(first.exitCode()).isZero();
                assertThat(second.exitCode()).isZero();
            }
        }
        assertThat(builds).content().hasLineCount(1);
    }

    @Test
    void a_failed_build_shows_what_maven_said() throws Exception {
        script("tools/mvn", "echo '[ERROR] A.java is wrong'", "exit 1");

        Result result = launch("broker");

        assertThat(result.exitCode).isEqualTo(1);
        assertThat(result.errors)
                .containsExactly(
                        BUILDING,
                        "[ERROR] A.java is wrong",
                        "bellbird: the build failed, see above; the same is in " + checkout + "/target/build.log");
        assertThat(result.output).isEmpty();
    }

    @Test
    void without_maven_it_says_what_to_install() throws Exception {
        Files.delete(folder.resolve("tools/mvn"));
        leaveOnlyCommonTools();

        assertThat(launch("broker").errors)
                .containsExactly("bellbird: no Maven found to build with: install Maven 3.8 or newer");
    }

    @Test
    void arguments_arrive_as_they_were_given_through_links_from_anywhere() throws Exception {
        launch("broker");
        Path link = Files.createSymbolicLink(folder.resolve("link to bellbird"), Path.of("my checkout/bellbird"));
        Path second = Files.createSymbolicLink(folder.resolve("tools/bellbird"), link);

        for (Path command : List.of(checkout.resolve("bellbird"), link, second)) {
            try (Program program = start(command, "broker", "-c", "a  b.conf", "")) {
                assertThat(program.exitCode()).isZero();
                assertThat(program.output()).endsWith("-jar", jar.toString(), "broker", "-c", "a  b.conf", "");
            }
        }
    }

    @ParameterizedTest
    @CsvSource({"17.0.15, false, false", "21, false, false", "24.0.1, true, false", "25.0.3, true, true"})
    void java_gets_the_options_of_its_version(String version, boolean nativeAccess, boolean compactHeaders)
            throws Exception {
        java("jdk", version);

        List<String> options = launch("broker").output;

        assertThat(options)
                .contains(
                        "-ea:io.bellbird...",
                        "-Dio.netty.jfr.enabled=false",
                        "-Dbellbird.native.folder=" + checkout.resolve("app/target/lib"));
        assertThat(options).filteredOn(option -> option.matches("-Xmx\\d+m")).hasSize(1);
        assertThat(options)
                .filteredOn(option -> option.matches("-XX:\\+Use(Serial|G1)GC"))
                .hasSize(1);
        assertThat(options.contains("--enable-native-access=ALL-UNNAMED")).isEqualTo(nativeAccess);
        assertThat(options.contains("--sun-misc-unsafe-memory-access=allow")).isEqualTo(nativeAccess);
        assertThat(options.contains("-Dio.netty.noUnsafe=false")).isEqualTo(nativeAccess);
        assertThat(options.contains("-XX:+UseCompactObjectHeaders")).isEqualTo(compactHeaders);
    }

    @Test
    void options_of_the_user_come_last_and_may_choose_the_collector() throws Exception {
        environment.put("BELLBIRD_JAVA_OPTS", "-Xmx99m -XX:+UseZGC");

        List<String> options = launch("broker").output;

        assertThat(options.subList(options.size() - 5, options.size() - 1))
                .containsExactly("-Xmx99m", "-XX:+UseZGC", "-jar", jar.toString());
        assertThat(options).doesNotContain("-XX:+UseSerialGC", "-XX:+UseG1GC");
    }

    @ParameterizedTest
    @CsvSource({"11.0.2, 11", "1.8.0_292, 8"})
    void an_older_java_is_named(String version, String shown) throws Exception {
        java("jdk", version);

        Result result = launch("broker");

        assertThat(result.exitCode).isEqualTo(1);
        assertThat(result.errors)
                .containsExactly("bellbird: " + folder.resolve("jdk/bin/java") + " is Java " + shown
                        + ", but 17 or newer is needed: install it, or set JAVA_HOME to it");
    }

    @Test
    void a_java_without_a_release_file_is_asked_for_its_version() throws Exception {
        Files.delete(folder.resolve("jdk/release"));
        script("jdk/bin/java", "echo 'openjdk version \"11.0.2\" 2019-01-15' >&2");

        assertThat(launch("broker").errors).singleElement().asString().contains(" is Java 11, ");
    }

    @Test
    void java_is_looked_for_in_the_path_when_there_is_no_java_home() throws Exception {
        environment.remove("JAVA_HOME");
        Files.createSymbolicLink(folder.resolve("tools/java"), Path.of("../jdk/bin/java"));

        assertThat(launch("broker").output).endsWith("broker");
    }

    @Test
    void a_java_home_without_java_is_named() throws Exception {
        environment.put("JAVA_HOME", "/no/such/jdk");

        assertThat(launch("broker").errors)
                .containsExactly("bellbird: JAVA_HOME is /no/such/jdk, but there is no bin/java in it:"
                        + " correct it or unset it");
    }

    private record Result(int exitCode, List<String> output, List<String> errors) {}

    private Result launch(String... arguments) throws IOException, InterruptedException {
        try (Program program = start(checkout.resolve("bellbird"), arguments)) {
            return new Result(program.exitCode(), program.output(), program.errors());
        }
    }

    private Program start(Path launcher, String... arguments) throws IOException {
        List<String> command = new ArrayList<>(List.of(launcher.toString()));
        command.addAll(List.of(arguments));
        return Program.start(folder, environment, command);
    }

    /** A Java that prints its arguments, one a line. */
    private void java(String home, String version) throws IOException {
        script(home + "/bin/java", "printf '%s\\n' \"$@\"");
        Files.writeString(
                folder.resolve(home).resolve("release"),
                "IMPLEMENTOR=\"Somebody\"\nJAVA_VERSION=\"" + version + "\"\nOS_NAME=\"Linux\"\n");
    }

    private void script(String path, String... lines) throws IOException {
        Path script = folder.resolve(path);
        Files.createDirectories(script.getParent());
        Files.writeString(script, "#!/bin/sh\n" + String.join("\n", lines) + "\n");
        Files.setPosixFilePermissions(script, PosixFilePermissions.fromString("rwxr-xr-x"));
    }

    /** A path with the tools that every system has: no flock, and not the Maven of this machine. */
    private void leaveOnlyCommonTools() throws IOException {
        for (String tool : List.of("cat", "dirname", "find", "head", "mkdir", "readlink", "rm", "sleep", "touch")) {
            script("tools/" + tool, "PATH=/usr/bin:/bin exec " + tool + " \"$@\"");
        }
        environment.put("PATH", folder.resolve("tools").toString());
    }

    private static void makeOld(Path root) throws IOException {
        try (var files = Files.walk(root)) {
            for (Path file : files.toList()) {
                Files.setLastModifiedTime(file, FileTime.from(LONG_AGO));
            }
        }
    }
}
