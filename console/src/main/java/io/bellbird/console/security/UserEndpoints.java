package io.bellbird.console.security;

import io.bellbird.broker.Administration;
import io.bellbird.broker.config.ConfigurationException;
import io.bellbird.broker.security.HashMethod;
import io.bellbird.broker.security.HashMethod.Pbkdf2;
import io.bellbird.broker.security.PasswordFile;
import io.bellbird.broker.security.PasswordHash;
import io.bellbird.broker.security.UserLines;
import io.bellbird.console.access.Scope;
import io.bellbird.console.http.Api;
import io.bellbird.console.http.Background;
import io.bellbird.console.http.Call;
import io.bellbird.console.http.Problem;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The users of password files. What it answers has no password and no hash in it. */
final class UserEndpoints {
    private static final int PASSWORD_BYTES_MAX = 65_535;

    private final Administration broker;
    private final Background background;

    UserEndpoints(Administration broker, Background background) {
        this.broker = broker;
        this.background = background;
    }

    void addTo(Api api) {
        api.get("/api/users", Scope.ADMIN, call -> call.later(background.run(this::list)));
        api.add("PUT", "/api/users/{name}", Scope.ADMIN, this::put);
        api.add("DELETE", "/api/users/{name}", Scope.ADMIN, this::delete);
    }

    // Who there is

    private record Users(
            List<User> users, List<FileOfUsers> files, List<String> listenersWithout, @Nullable String advice) {}

    /** @param rounds how often the password is hashed; null when the method has no such number */
    private record User(String name, String file, int line, String hash, @Nullable Integer rounds) {}

    private record FileOfUsers(String file, List<String> listeners, List<String> errors) {}

    private Users list() {
        ListenerFiles files = files();
        List<User> users = new ArrayList<>();
        List<FileOfUsers> shown = new ArrayList<>();
        files.byFile().forEach((file, listeners) -> {
            try {
                PasswordFile.read(file).entries().forEach(entry -> users.add(user(file, entry)));
                shown.add(new FileOfUsers(file.toString(), listeners, List.of()));
            } catch (ConfigurationException wrong) {
                shown.add(new FileOfUsers(file.toString(), listeners, wrong.errors()));
            }
        });
        return new Users(users, shown, files.without(), files.adviceIfNone());
    }

    private static User user(Path file, PasswordFile.Entry entry) {
        HashMethod method = entry.method();
        Integer rounds = method instanceof Pbkdf2 pbkdf2 ? pbkdf2.iterations() : null;
        return new User(entry.name(), file.toString(), entry.line(), method.word(), rounds);
    }

    private ListenerFiles files() {
        return ListenerFiles.ofUsers(broker.broker().config());
    }

    // Changes

    private record NewPassword(@Nullable String password) {}

    private record Changed(String name, String file, String hash) {}

    private void put(Call call) {
        String name = name(call);
        byte[] password = password(call);
        Optional<String> named = call.request().parameter("file");
        files().choose(named); // before the work of hashing
        call.later(
                background.run(() -> {
                    Path file = chosen(call, named);
                    PasswordHash hash = PasswordHash.of(password, Pbkdf2.USUAL);
                    UserLines lines = read(file);
                    boolean added = lines.set(name, hash);
                    save(file, lines);
                    return Map.entry(
                            added ? 201 : 200,
                            new Changed(name, file.toString(), hash.method().word()));
                }),
                done -> call.answer(done.getKey(), done.getValue()));
    }

    private void delete(Call call) {
        String name = call.path("name");
        Optional<String> named = call.request().parameter("file");
        call.later(background.run(() -> {
            Path file = chosen(call, named);
            UserLines lines = read(file);
            if (!lines.remove(name)) {
                throw Problem.notFound(name + " is not a user of " + file);
            }
            save(file, lines);
            return null;
        }));
    }

    private Path chosen(Call call, Optional<String> named) {
        Path file = files().choose(named);
        call.about("in " + file);
        return file;
    }

    private static String name(Call call) {
        String name = call.path("name");
        UserLines.whatIsWrongWith(name).ifPresent(wrong -> {
            throw Problem.badRequest(wrong + ": choose another name");
        });
        return name;
    }

    /** What is wrong with the body is said without it, since it may have the password in it. */
    private static byte[] password(Call call) {
        String password;
        try {
            password = call.body(NewPassword.class).password();
        } catch (Problem wrong) {
            throw wrong.status() == 400 ? Problem.badRequest("the body is not {\"password\": \"...\"}") : wrong;
        }
        byte[] bytes = password == null ? new byte[0] : password.getBytes(StandardCharsets.UTF_8);
        if (bytes.length == 0 || bytes.length > PASSWORD_BYTES_MAX) {
            throw Problem.badRequest("the password is " + (bytes.length == 0 ? "empty" : "too long")
                    + ": send one of 1 to " + PASSWORD_BYTES_MAX + " bytes");
        }
        return bytes;
    }

    private static UserLines read(Path file) {
        try {
            return UserLines.read(file);
        } catch (IOException failure) {
            throw Problem.conflict("cannot read the password_file " + file + ": " + failure.getMessage());
        }
    }

    private void save(Path file, UserLines lines) {
        try {
            lines.check(file);
        } catch (ConfigurationException wrong) {
            throw Problem.conflict(
                    "nothing was changed, since other lines are wrong: " + String.join("; ", wrong.errors()));
        }
        new FileChange(file, lines.before(), lines.text()).apply(broker.broker());
    }
}
