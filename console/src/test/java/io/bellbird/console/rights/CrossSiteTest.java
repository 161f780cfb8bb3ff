package io.bellbird.console.rights;

import static org.assertj.core.api.Assertions.assertThat;

import io.bellbird.console.http.RestClient;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** No page of others makes a browser do anything here, nor read, whatever it asks for. */
@Timeout(60)
class CrossSiteTest {
    /** Who logs in has no session yet, and who logs out takes only his own from himself. */
    private static final Set<String> WITHOUT_SESSION = Set.of("/api/login", "/api/logout");

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

    /** One question for each operation. */
    private static List<Question> firstOfEach() {
        return Stream.of(Questions.STREAMS, Questions.ANSWERED)
                .flatMap(questions -> questions.values().stream())
                .map(questions -> questions.get(0))
                .toList();
    }

    @ParameterizedTest
    @CsvSource({"sec-fetch-site,cross-site", "sec-fetch-site,same-site", "origin,http://evil.example", "origin,null"})
    void whatever_another_page_asks_for_is_refused(String header, String value) {
        Map<String, RestClient> all = Map.of("cookie", vault.cookie("carol"), "anonymous", vault.anonymous());
        for (Question question : firstOfEach()) {
            all.forEach(
                    (name, who) -> assertThat(refusal(question.ask(who.with(header, value)), question + " by " + name))
                            .contains("another page"));
        }
        assertThat(vault.carol().get("/api/topics/" + Vault.TOPIC).ok().text()).isEqualTo(Vault.PAYLOAD);
    }

    private static String refusal(RestClient.Answer answer, String asked) {
        assertThat(answer.status()).as(asked).isEqualTo(403);
        return answer.problem(403);
    }

    @Test
    void a_cookie_alone_changes_nothing() {
        RestClient carol = vault.bareCookie("carol");
        firstOfEach().stream()
                .filter(question -> !question.method().equals("GET"))
                .filter(question -> !WITHOUT_SESSION.contains(question.path()))
                .forEach(question -> assertThat(refusal(question.ask(carol), question.toString()))
                        .contains("'x-bellbird'"));
        assertThat(vault.carol().get("/api/topics/" + Vault.TOPIC).ok().text()).isEqualTo(Vault.PAYLOAD);
    }
}
