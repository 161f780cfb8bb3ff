package io.bellbird.app;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.bellbird.broker.security.MalformedHashException;
import io.bellbird.broker.security.PasswordHash;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import picocli.CommandLine;
import picocli.CommandLine.Help.Ansi;

class PasswdCommandTest {
    @TempDir
    private Path folder;

    private Path file;
    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @BeforeEach
    void name() {
        file = folder.resolve("users");
    }

    private int run(String... arguments) {
        CommandLine commandLine = Main.commandLine(arguments)
                .setOut(new PrintWriter(out, true))
                .setErr(new PrintWriter(err, true))
                .setColorScheme(CommandLine.Help.defaultColorScheme(Ansi.OFF));
        return commandLine.execute(arguments);
    }

    private int runWithInput(String input, String... arguments) {
        InputStream before = System.in;
        System.setIn(new ByteArrayInputStream(input.getBytes(UTF_8)));
        try {
            return run(arguments);
        } finally {
            System.setIn(before);
        }
    }

    /** A user with few iterations, so that it is quick. */
    private void set(String user, String password) {
        assertThat(run("passwd", "-I", "10", "-b", file.toString(), user, password))
                .as(err.toString())
                .isZero();
    }

    private List<String> lines() throws IOException {
        return Files.readAllLines(file);
    }

    private static boolean is(String line, String user, String password) throws MalformedHashException {
        return line.startsWith(user + ":")
                && PasswordHash.parse(line.substring(user.length() + 1)).matches(password.getBytes(UTF_8));
    }

    @Test
    void the_help_names_every_option_and_exit_code() {
        assertThat(run("passwd", "--help")).isZero();
        assertThat(out.toString())
                .startsWith(
                        """
                        Usage: bellbird passwd [-H HASH] [-I N] [-c | -D] FILE USER
                               bellbird passwd [-H HASH] [-I N] [-c] -b FILE USER PASSWORD
                               bellbird passwd [-H HASH] [-I N] -U FILE
                        """)
                .contains("\n  -b ", "\n  -c ", "\n  -D ", "\n  -H=HASH ", "\n  -I=N ", "\n  -U ")
                .contains("Exit codes:", "\n  0   ", "\n  1   ", "\n  2   ");
    }

    @Test
    void a_new_file_is_for_its_owner_alone_and_the_hash_is_not_cheap() throws Exception {
        assertThat(run("passwd", "-c", "-b", file.toString(), "ann", "secret")).isZero();

        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-------");
        assertThat(lines()).singleElement().asString().startsWith("ann:$7$210000$");
        assertThat(is(lines().get(0), "ann", "secret")).isTrue();
    }

    @Test
    void users_are_added_changed_and_removed_and_all_else_stays() throws Exception {
        Files.write(file, List.of("# our users", "", "old:$1$not understood"));
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r-----"));
        set("ann", "one");
        set("b\u00f6b", "two");
        set("ann", "three");
        String ann = lines().get(3);

        assertThat(lines()).hasSize(5).startsWith("# our users", "", "old:$1$not understood");
        assertThat(is(ann, "ann", "three")).isTrue();
        assertThat(is(lines().get(4), "b\u00f6b", "two")).isTrue();
        assertThat(run("passwd", "-D", file.toString(), "b\u00f6b")).isZero();
        assertThat(lines()).containsExactly("# our users", "", "old:$1$not understood", ann);
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-r-----");
        try (var left = Files.list(folder)) {
            assertThat(left).containsExactly(file);
        }
    }

    @Test
    void a_link_stays_one() throws Exception {
        Path real = Files.createFile(folder.resolve("real"));
        Files.createSymbolicLink(file, real);
        set("ann", "one");

        assertThat(Files.isSymbolicLink(file)).isTrue();
        assertThat(Files.readAllLines(real)).hasSize(1);
    }

    @ParameterizedTest
    @CsvSource({"sha512, $6$", "argon2id, '$argon2id$v=19$m=47104,t=1,p=1$'"})
    void the_hash_is_chosen(String name, String start) throws Exception {
        assertThat(run("passwd", "-H", name, "-c", "-b", file.toString(), "ann", "secret"))
                .isZero();

        assertThat(lines().get(0)).startsWith("ann:" + start);
        assertThat(is(lines().get(0), "ann", "secret")).isTrue();
    }

    @Test
    void without_b_the_password_is_asked_for_twice() throws Exception {
        String[] command = {"passwd", "-I", "10", "-c", file.toString(), "ann"};
        assertThat(runWithInput("s\u00e9cret\ns\u00e9cret\n", command)).isZero();
        assertThat(is(lines().get(0), "ann", "s\u00e9cret")).isTrue();

        assertThat(runWithInput("one\ntwo\n", command)).isEqualTo(2);
        assertThat(runWithInput("one\n", command)).isEqualTo(2);
        assertThat(runWithInput("\n\n", command)).isEqualTo(2);
        assertThat(err.toString().lines())
                .allMatch(line -> line.startsWith("bellbird: the passwords are empty or differ, nothing was changed"));
        assertThat(is(lines().get(0), "ann", "s\u00e9cret")).isTrue();
    }

    @Test
    void plain_text_is_hashed_and_hashes_stay() throws Exception {
        set("-c", "x", "y");
        Files.write(file, List.of("# plain", "ann:one", lines().get(0), "bob: two "));
        String hashed = lines().get(2);
        assertThat(run("passwd", "-I", "10", "-U", file.toString())).isZero();

        assertThat(out).hasToString("hashed 2 passwords of " + file + "\n");
        assertThat(lines()).hasSize(4).contains("# plain", hashed);
        assertThat(is(lines().get(1), "ann", "one")).isTrue();
        assertThat(is(lines().get(3), "bob", " two ")).isTrue();
    }

    private void set(String option, String user, String password) {
        assertThat(run("passwd", option, "-I", "10", "-b", file.toString(), user, password))
                .isZero();
    }

    @Test
    void a_file_or_user_that_is_not_there_is_exit_code_1() throws IOException {
        assertThat(run("passwd", "-b", file.toString(), "ann", "x")).isEqualTo(1);
        Files.createFile(file);
        assertThat(run("passwd", "-D", file.toString(), "ann")).isEqualTo(1);
        assertThat(run("passwd", "-c", "-b", "/no/such/folder/users", "ann", "x"))
                .isEqualTo(1);

        assertThat(err.toString().lines())
                .containsExactly(
                        "bellbird: cannot use " + file + ": it is not there, check the path or add -c to make it",
                        "bellbird: ann is not in " + file,
                        "bellbird: cannot use /no/such/folder/users: the folder does not exist");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '>',
            textBlock =
                    """
                    users              > give a FILE and a USER; for a password on the command line, add -b
                    users ann x        > give a FILE and a USER; for a password on the command line, add -b
                    -b users ann       > -b needs FILE, USER and PASSWORD
                    -U users ann       > -U takes a FILE and nothing else
                    -c -D users ann    > -D goes with neither -c nor -b, and -U with none of -b, -c and -D
                    -H md5 users ann   > -H is 'md5', use sha512-pbkdf2, argon2id or sha512
                    -I 0 users ann     > -I is 0, use 1 to 10000000
                    -H sha512 -I 5 users ann > -I is for sha512-pbkdf2 only
                    -b users a:b x     > the user 'a:b' has a ':' or an invisible character in it
                    -b users #a x      > the user '#a' is empty, or begins with #, or begins or ends with a blank
                    """)
    void a_wrong_command_line_is_one_line_and_exit_code_2(String arguments, String error) {
        String[] all = ("passwd " + arguments).split(" ", -1);

        assertThat(run(all)).isEqualTo(2);
        assertThat(err.toString().lines()).containsExactly("bellbird: " + error + ": see bellbird passwd --help");
    }
}
