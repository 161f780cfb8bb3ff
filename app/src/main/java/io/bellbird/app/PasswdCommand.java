package io.bellbird.app;

import io.bellbird.app.cli.ExitCode;
import io.bellbird.app.cli.Version;
import io.bellbird.broker.security.HashMethod;
import io.bellbird.broker.security.HashMethod.Argon2;
import io.bellbird.broker.security.HashMethod.Pbkdf2;
import io.bellbird.broker.security.HashMethod.Sha512;
import io.bellbird.broker.security.PasswordHash;
import io.bellbird.broker.security.UserLines;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code bellbird passwd}: writes the file of {@code password_file}, with the options of mosquitto_passwd. */
@Command(
        name = "passwd",
        description = {
            "Sets the password of a user in a password file, and asks for it twice.",
            "A broker that runs knows it when it has read its configuration again."
        },
        customSynopsis = {
            "bellbird passwd [-H HASH] [-I N] [-c | -D] FILE USER",
            "       bellbird passwd [-H HASH] [-I N] [-c] -b FILE USER PASSWORD",
            "       bellbird passwd [-H HASH] [-I N] -U FILE"
        },
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        sortOptions = false,
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:written",
            "1:the file could not be read or written, or the user is not in it",
            "2:the command line is wrong, or the password was not typed twice"
        })
final class PasswdCommand implements Callable<Integer> {
    @Option(names = "-b", description = "Takes the password from the command line, where others can see it.")
    private boolean batch;

    @Option(names = "-c", description = "Makes a new file; what is in an old one of that name is lost.")
    private boolean create;

    @Option(names = "-D", description = "Removes the user.")
    private boolean delete;

    @Option(
            names = "-H",
            paramLabel = "HASH",
            description =
                    "How to hash: sha512-pbkdf2 (unless said otherwise), argon2id, which needs Mosquitto 2.1 there,"
                            + " or sha512, which is easy to guess.")
    private String hash = "sha512-pbkdf2";

    @Option(
            names = "-I",
            paramLabel = "N",
            description = "How often to hash with sha512-pbkdf2: 210000 unless said otherwise.")
    private @Nullable Integer iterations;

    @Option(names = "-U", description = "Hashes the passwords of a file that has them as plain text.")
    private boolean upgrade;

    @Parameters(index = "0", paramLabel = "FILE", description = "The password file.")
    private Path file = Path.of("");

    @Parameters(index = "1..*", paramLabel = "USER", hidden = true)
    private List<String> names = List.of();

    @Spec
    private CommandSpec spec;

    private final PasswordPrompt prompt = PasswordPrompt.ofThisProcess();

    @Override
    public Integer call() {
        checkOptions();
        HashMethod method = method();
        try {
            if (upgrade) {
                return upgrade(method);
            }
            return delete ? remove(user()) : set(user(), method);
        } catch (IOException e) {
            spec.commandLine().getErr().println("bellbird: cannot use " + file + ": " + FileErrors.reason(e));
            return ExitCode.RUNTIME;
        }
    }

    private void checkOptions() {
        if ((delete && (create || batch)) || (upgrade && (create || delete || batch))) {
            throw wrong("-D goes with neither -c nor -b, and -U with none of -b, -c and -D");
        }
        int wanted = upgrade ? 0 : batch ? 2 : 1;
        if (names.size() != wanted) {
            throw wrong(
                    switch (wanted) {
                        case 0 -> "-U takes a FILE and nothing else";
                        case 1 -> "give a FILE and a USER; for a password on the command line, add -b";
                        default -> "-b needs FILE, USER and PASSWORD";
                    });
        }
    }

    private HashMethod method() {
        if (iterations != null && !hash.equals("sha512-pbkdf2")) {
            throw wrong("-I is for sha512-pbkdf2 only");
        }
        if (iterations != null && (iterations < 1 || iterations > Pbkdf2.ITERATIONS_MAX)) {
            throw wrong("-I is " + iterations + ", use 1 to " + Pbkdf2.ITERATIONS_MAX);
        }
        return switch (hash) {
            case "sha512-pbkdf2" -> iterations == null ? Pbkdf2.USUAL : new Pbkdf2(iterations);
            case "argon2id" -> Argon2.USUAL;
            case "sha512" -> new Sha512();
            default -> throw wrong("-H is '" + hash + "', use sha512-pbkdf2, argon2id or sha512");
        };
    }

    private String user() {
        String user = names.get(0);
        Optional<String> wrong = UserLines.whatIsWrongWith(user);
        if (wrong.isPresent()) {
            throw wrong(wrong.get());
        }
        return user;
    }

    private int set(String user, HashMethod method) throws IOException {
        UserLines lines = create ? UserLines.none() : UserLines.read(file);
        String password = batch ? names.get(1) : prompt.askTwice(file, user).orElse("");
        if (password.isEmpty()) {
            throw wrong(batch ? "the password is empty" : "the passwords are empty or differ, nothing was changed");
        }
        lines.set(user, PasswordHash.of(password.getBytes(StandardCharsets.UTF_8), method));
        lines.write(file);
        return ExitCode.CLEAN;
    }

    private int remove(String user) throws IOException {
        UserLines lines = UserLines.read(file);
        if (!lines.remove(user)) {
            spec.commandLine().getErr().println("bellbird: " + user + " is not in " + file);
            return ExitCode.RUNTIME;
        }
        lines.write(file);
        return ExitCode.CLEAN;
    }

    private int upgrade(HashMethod method) throws IOException {
        UserLines lines = UserLines.read(file);
        int hashed = lines.hashAll(method);
        lines.write(file);
        spec.commandLine().getOut().println("hashed " + hashed + " passwords of " + file);
        return ExitCode.CLEAN;
    }

    private ParameterException wrong(String message) {
        return new ParameterException(spec.commandLine(), message);
    }
}
