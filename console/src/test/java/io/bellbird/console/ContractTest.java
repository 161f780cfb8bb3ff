package io.bellbird.console;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.bellbird.console.http.RestClient;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The REST interface and its OpenAPI document say the same. */
class ContractTest {
    @TempDir
    private Path folder;

    private RestFixture broker;

    @BeforeEach
    void start() {
        broker = new RestFixture(folder);
    }

    @AfterEach
    void stop() {
        broker.close();
    }

    @Test
    void the_document_is_served_to_everybody() {
        JsonNode document = broker.rest().anonymous().json("/api/openapi.json");

        assertThat(document.path("openapi").asText()).isEqualTo("3.1.0");
    }

    @Test
    void what_is_not_there_is_a_problem_that_says_where_to_look() {
        RestClient.Answer answer = broker.rest().unchecked("GET", "/api/nothing");

        assertThat(answer.problem(404)).contains("/api/nothing", "/api/openapi.json");
    }

    @Test
    void another_method_is_a_problem_that_names_those_that_are_there() {
        RestClient.Answer answer = broker.rest().unchecked("DELETE", "/api/openapi.json");

        assertThat(answer.problem(405)).contains("GET");
    }
}
