package io.bellbird.console.rights;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.bellbird.console.http.Contract;
import io.bellbird.console.http.EventReader;
import io.bellbird.console.http.RestClient;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Nobody without rights sees a topic, whatever he asks for, nor changes what is there. */
@Timeout(60)
class NobodyWithoutRightsTest {
    @TempDir
    private Path folder;

    private Vault vault;

    @BeforeEach
    void start() throws IOException {
        vault = new Vault(folder);
    }

    @AfterEach
    void stop() {
        vault.close();
    }

    @Test
    void each_operation_of_the_document_is_asked_for() {
        Contract contract = new Contract();
        Map<Boolean, List<String>> operations =
                contract.operations().stream().collect(Collectors.partitioningBy(contract::isStream));

        assertThat(Questions.STREAMS.keySet()).containsExactlyInAnyOrderElementsOf(operations.get(true));
        assertThat(Questions.ANSWERED.keySet()).containsExactlyInAnyOrderElementsOf(operations.get(false));
    }

    private static Stream<Question> all(Map<String, List<Question>> questions) {
        return questions.values().stream().flatMap(List::stream);
    }

    // Those who may not

    @ParameterizedTest
    @ValueSource(
            strings = {
                "ann by basic",
                "ann by cookie",
                "bob by basic",
                "bob by cookie",
                "a token of rooms",
                "a browser with a token of rooms",
                "a token that publishes",
                "anonymous"
            })
    void who_may_not_sees_nothing_of_it_and_changes_nothing(String words) {
        RestClient who = vault.who(words);
        EventReader watching = vault.carol().events("/api/stream?filter=secret/%23&filter=rooms/%23");
        List<EventReader> streams = all(Questions.STREAMS)
                .flatMap(question -> open(who, question).stream())
                .toList();

        all(Questions.ANSWERED).forEach(question -> assertNothingIsShown(who, question));
        vault.publishBoth("cake");

        // then nothing has arrived but what was published here
        List<String> seen = new ArrayList<>();
        for (JsonNode next = watching.next("message");
                seen.isEmpty() || !next.toString().contains("cake"); ) {
            seen.add(next.path("payload").asText());
            next = watching.next("message");
        }
        assertThat(seen).contains(Vault.PAYLOAD, "tea").doesNotContain("intruder", "");
        assertThat(vault.carol().get("/api/topics/" + Vault.TOPIC).ok().text()).isEqualTo(Vault.PAYLOAD);
        watching.close();
        vault.close();
        assertThat(streams)
                .allSatisfy(stream -> assertThat(stream.rest()).doesNotContain(Vault.TOPIC, Vault.PAYLOAD, Vault.NAME));
    }

    /** @return what it opens; nothing when it is refused */
    private static List<EventReader> open(RestClient who, Question question) {
        if (who.unchecked("HEAD", question.path()).status() == 200) {
            return List.of(who.events(question.path()));
        }
        assertNothingIsShown(who, question);
        return List.of();
    }

    /** What is answered about the topic is what is answered about one that is not there. */
    private static void assertNothingIsShown(RestClient who, Question question) {
        RestClient.Answer answer = question.ask(who);
        String shown = answer.headers() + answer.text();
        assertThat(shown).as("%s", question).doesNotContain(Vault.PAYLOAD);
        if (question.isNamed()) {
            RestClient.Answer nothing = question.aboutNothing().ask(who);
            assertThat(answer.status()).as("%s", question).isEqualTo(nothing.status());
            assertThat(Vault.nothingOf(answer.text())).as("%s", question).isEqualTo(nothing.text());
        } else {
            assertThat(shown).as("%s", question).doesNotContain(Vault.NAME);
            assertThat(shown.contains('"' + Vault.ABOVE + '"'))
                    .as("%s shows a level above", question)
                    .isEqualTo(question.path().contains("below=" + Vault.ABOVE) && answer.status() == 200);
        }
    }

    @Test
    void who_may_some_sees_those() {
        for (String words : List.of("ann by basic", "ann by cookie", "a token of rooms")) {
            RestClient who = vault.who(words);
            try (EventReader live = who.events("/api/stream?filter=rooms/%23");
                    EventReader tree = who.events("/api/tree/stream")) {
                assertThat(live.next("message").path("payload").asText()).isEqualTo("tea");
                vault.publishBoth("cake");
                assertThat(live.next("message").path("payload").asText()).isEqualTo("cake");
                assertThat(tree.next("nodes")
                                .path("nodes")
                                .path(0)
                                .path("topic")
                                .asText())
                        .isEqualTo("rooms");
            }
            assertThat(who.json("/api/retained").path("messages")).hasSize(1);
            assertThat(who.json("/api/tree").path("nodes")).hasSize(1);
        }
    }

    // Those who may

    @ParameterizedTest
    @ValueSource(strings = {"carol by basic", "carol by cookie", "the admin token"})
    void an_administrator_sees_all_of_it(String words) {
        RestClient who = vault.who(words);

        all(Questions.ANSWERED)
                .filter(Question::tells)
                .filter(question -> !isOfCarolAlone(question) || words.startsWith("carol"))
                .forEach(question -> assertThat(question.ask(who).ok().text())
                        .as("%s", question)
                        .containsAnyOf(Vault.NAME, Vault.ABOVE));
        List<EventReader> streams = all(Questions.STREAMS)
                .filter(Question::tells)
                .map(question -> who.events(question.path()))
                .toList();
        streams.forEach(EventReader::next); // from now on nothing is missed
        vault.publishBoth("cake");
        for (EventReader stream : streams) {
            assertThat(until(stream, Vault.ABOVE)).isTrue();
            stream.close();
        }
    }

    /** Dashboards are those of who has made them. */
    private static boolean isOfCarolAlone(Question question) {
        return question.path().startsWith("/api/dashboards");
    }

    private static boolean until(EventReader stream, String text) {
        boolean found = false;
        while (!found) {
            found = stream.next().data().toString().contains(text);
        }
        return true;
    }
}
