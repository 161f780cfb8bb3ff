package io.bellbird.console.security;

import io.bellbird.broker.Administration;
import io.bellbird.broker.admin.AdminAnswer;
import io.bellbird.broker.config.ConfigurationException;
import io.bellbird.broker.config.ConfigurationFile;
import io.bellbird.broker.security.RightsText;
import io.bellbird.console.access.Scope;
import io.bellbird.console.http.Api;
import io.bellbird.console.http.Background;
import io.bellbird.console.http.Call;
import io.bellbird.console.http.Json;
import io.bellbird.console.http.Problem;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The ACL files, with their rules. */
final class RightsEndpoints {
    private static final String JSON = "application/json";

    private final Administration broker;
    private final Background background;

    RightsEndpoints(Administration broker, Background background) {
        this.broker = broker;
        this.background = background;
    }

    void addTo(Api api) {
        api.get("/api/rights", Scope.ADMIN, call -> call.later(background.run(this::list)));
        api.add("PUT", "/api/rights", Scope.ADMIN, this::put);
    }

    private ListenerFiles files() {
        return ListenerFiles.ofRights(broker.broker().config());
    }

    // What they say

    private record Rights(List<RightsFile> files, List<String> listenersWithout, @Nullable String advice) {}

    private Rights list() {
        ListenerFiles files = files();
        List<RightsFile> shown = new ArrayList<>();
        files.byFile().forEach((file, listeners) -> {
            try {
                shown.add(RightsFile.of(file, listeners, content(file)));
            } catch (IOException failure) {
                String error = "cannot read the acl_file " + file + ": " + ConfigurationFile.reason(failure);
                shown.add(RightsFile.unreadable(file, listeners, error));
            }
        });
        return new Rights(shown, files.without(), files.adviceIfNone());
    }

    private static String content(Path file) throws IOException {
        return ConfigurationFile.content(file, RightsText.FILE_BYTES_MAX, "it is larger than 16 MiB");
    }

    // Changes

    /** @param file only needed when there are several */
    private record NewText(@Nullable String file, @Nullable String text) {}

    private void put(Call call) {
        NewText body = call.body(NewText.class);
        String text = body.text();
        if (text == null) {
            throw Problem.badRequest("the body has no text: send {\"text\": \"...\"}");
        }
        String tag = call.request().header("if-match").orElseThrow(RightsEndpoints::missingTag);
        Optional<String> named = Optional.ofNullable(body.file());
        files().choose(named);
        call.later(
                background.run(() -> {
                    ListenerFiles files = files();
                    Path file = files.choose(named);
                    call.about("in " + file);
                    check(file, text);
                    save(file, tag, text);
                    return RightsFile.of(file, List.copyOf(files.byFile().getOrDefault(file, List.of())), text);
                }),
                saved -> call.send(AdminAnswer.of(200, JSON, Json.write(saved)).with("etag", saved.etag())));
    }

    private static Problem missingTag() {
        return Problem.of(
                428,
                "Which text?",
                "this needs the header If-Match with the etag of the file that GET /api/rights gave, so that nobody's"
                        + " change is lost");
    }

    private static void check(Path file, String text) {
        try {
            RightsText.parse(file.toString(), text);
        } catch (ConfigurationException wrong) {
            List<RightsFile.LineError> errors = RightsFile.LineError.of(file, wrong);
            throw Problem.of(
                            422,
                            "Wrong rules",
                            "nothing was changed, since there are mistakes: " + String.join("; ", wrong.errors()))
                    .with("errors", errors);
        }
    }

    private void save(Path file, String tag, String text) {
        String before;
        try {
            before = content(file);
        } catch (IOException failure) {
            throw Problem.conflict("cannot read the acl_file " + file + ": " + ConfigurationFile.reason(failure));
        }
        if (!tag.equals("*") && !tag.equals(RightsFile.tag(before))) {
            throw FileChange.changedMeanwhile(file);
        }
        new FileChange(file, before, text).apply(broker.broker());
    }
}
