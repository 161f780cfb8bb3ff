package io.bellbird.console.rights;

import static io.bellbird.console.rights.Question.get;
import static io.bellbird.console.rights.Question.telling;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * How each operation of the OpenAPI document is asked for what is in the {@link Vault}, in the order in which to ask. An
 * operation that is new belongs in here, with each of its parameters that could show a topic.
 */
final class Questions {
    /** Those whose answer does not end, of which the first shows all that there is. */
    static final Map<String, List<Question>> STREAMS = streams();

    /** All others. */
    static final Map<String, List<Question>> ANSWERED = answered();

    private static final String MESSAGE = "{\"topic\":\"secret/vault\",\"payload\":\"intruder\",\"retain\":true}";
    private static final String DASHBOARD = "{\"tiles\":[{\"kind\":\"number\",\"topic\":\"rooms/kitchen\"}]}";

    private Questions() {}

    private static Map<String, List<Question>> streams() {
        Map<String, List<Question>> all = new LinkedHashMap<>();
        all.put(
                "GET /api/stream",
                List.of(
                        telling("/api/stream?filter=%23"),
                        telling("/api/stream?filter=secret/vault"),
                        telling("/api/stream?filter=secret/%2B&filter=%24SYS/%23"),
                        telling("/api/stream?filter=%2B/vault&retained=false")));
        all.put(
                "GET /api/tree/stream",
                List.of(telling("/api/tree/stream?below="), telling("/api/tree/stream?below=secret")));
        all.put("GET /api/graph/stream", List.of(telling("/api/graph/stream")));
        all.put("GET /api/clients/{client}/trace", List.of(telling("/api/clients/vault-keeper/trace")));
        all.put("GET /api/status/stream", List.of(get("/api/status/stream")));
        return all;
    }

    private static Map<String, List<Question>> answered() {
        Map<String, List<Question>> all = new LinkedHashMap<>();
        addTopics(all);
        addClients(all);
        addRights(all);
        addProcess(all);
        addAccess(all);
        return all;
    }

    private static void addTopics(Map<String, List<Question>> all) {
        all.put(
                "GET /api/topics/{topic}",
                List.of(
                        telling("/api/topics/secret/vault?as=message"),
                        get("/api/topics/secret/vault"),
                        get("/api/topics/secret%2Fvault?as=message"),
                        get("/api/topics/rooms/../secret/vault")));
        all.put(
                "GET /api/retained",
                List.of(
                        telling("/api/retained"),
                        telling("/api/retained?filter=secret/vault"),
                        telling("/api/retained?filter=secret/%23&limit=1"),
                        telling("/api/retained?filter=%2B/vault"),
                        telling("/api/retained?after=rooms/zebra")));
        all.put(
                "GET /api/tree",
                List.of(
                        telling("/api/tree"),
                        telling("/api/tree?below=secret"),
                        get("/api/tree?below=secret/vault"),
                        telling("/api/tree?search=vault"),
                        telling("/api/tree?below=secret&search=au")));
        all.put("GET /api/history", List.of(telling("/api/history?topic=secret/vault")));
        all.put(
                "POST /api/topics/{topic}",
                List.of(Question.of("POST", "/api/topics/secret/vault?retain=true", "intruder")));
        all.put(
                "PUT /api/topics/{topic}",
                List.of(
                        Question.of("PUT", "/api/topics/secret/vault", "intruder"),
                        Question.of("PUT", "/api/topics/secret%2Fvault", "intruder")));
        all.put("DELETE /api/topics/{topic}", List.of(Question.of("DELETE", "/api/topics/secret/vault")));
        all.put(
                "POST /api/publish",
                List.of(
                        Question.of("POST", "/api/publish", MESSAGE),
                        Question.of(
                                "POST",
                                "/api/publish",
                                "[{\"topic\":\"rooms/kitchen\",\"payload\":\"intruder\"}," + MESSAGE + "]")));
        all.put(
                "DELETE /api/retained",
                List.of(
                        Question.of("DELETE", "/api/retained?filter=%23"),
                        Question.of("DELETE", "/api/retained?filter=secret/vault"),
                        Question.of("DELETE", "/api/retained?filter=rooms/%23")));
    }

    private static void addClients(Map<String, List<Question>> all) {
        all.put("GET /api/clients", List.of(telling("/api/clients"), telling("/api/clients?search=vault")));
        all.put("GET /api/clients/{client}", List.of(telling("/api/clients/vault-keeper")));
        all.put(
                "GET /api/sessions/{client}",
                List.of(telling("/api/sessions/vault-keeper"), telling("/api/sessions/sleeper")));
        all.put("GET /api/groups", List.of(telling("/api/groups")));
        all.put("GET /api/listeners", List.of(get("/api/listeners")));
        all.put("GET /api/bans", List.of(telling("/api/bans")));
        all.put("GET /api/drain", List.of(get("/api/drain")));
        all.put(
                "POST /api/sessions/{client}/subscriptions",
                List.of(Question.of(
                        "POST", "/api/sessions/vault-keeper/subscriptions", "{\"filter\":\"secret/vault\"}")));
        all.put(
                "DELETE /api/sessions/{client}/subscriptions",
                List.of(Question.of("DELETE", "/api/sessions/vault-keeper/subscriptions?filter=secret/vault")));
        all.put(
                "POST /api/clients/{client}/disconnect",
                List.of(Question.of("POST", "/api/clients/vault-keeper/disconnect", "{}")));
        all.put(
                "POST /api/clients/{client}/ban",
                List.of(Question.of("POST", "/api/clients/vault-keeper/ban", "{\"seconds\":1}")));
        all.put(
                "POST /api/bans",
                List.of(Question.of("POST", "/api/bans", "{\"seconds\":1,\"client\":\"vault-keeper\"}")));
        all.put("DELETE /api/bans", List.of(Question.of("DELETE", "/api/bans?client=vault-thief")));
        all.put("DELETE /api/sessions/{client}", List.of(Question.of("DELETE", "/api/sessions/vault-keeper")));
        all.put("POST /api/drain", List.of(Question.of("POST", "/api/drain", "{}")));
        all.put("DELETE /api/drain", List.of(Question.of("DELETE", "/api/drain")));
    }

    private static void addRights(Map<String, List<Question>> all) {
        all.put("GET /api/rights", List.of(telling("/api/rights")));
        all.put(
                "GET /api/explain",
                List.of(telling("/api/explain?client=vault-keeper&topic=secret/vault&access=publish")));
        all.put("GET /api/users", List.of(get("/api/users")));
        all.put("GET /api/doctor", List.of(get("/api/doctor")));
        all.put("PUT /api/rights", List.of(Question.of("PUT", "/api/rights", "{\"text\":\"topic readwrite #\\n\"}")));
        all.put(
                "PUT /api/users/{name}",
                List.of(Question.of("PUT", "/api/users/carol", "{\"password\":\"intruder\"}")));
        all.put("DELETE /api/users/{name}", List.of(Question.of("DELETE", "/api/users/carol")));
    }

    private static void addProcess(Map<String, List<Question>> all) {
        all.put("GET /api/status", List.of(get("/api/status")));
        all.put("GET /api/status/history", List.of(get("/api/status/history")));
        all.put("GET /api/metrics", List.of(get("/api/metrics")));
        all.put("GET /api/configuration", List.of(get("/api/configuration")));
        all.put("POST /api/configuration/check", List.of(Question.of("POST", "/api/configuration/check", "{}")));
        all.put("POST /api/configuration/reload", List.of(Question.of("POST", "/api/configuration/reload")));
        all.put("GET /api/dashboards", List.of(telling("/api/dashboards")));
        all.put("GET /api/dashboards/{name}", List.of(telling("/api/dashboards/vault")));
        all.put("PUT /api/dashboards/{name}", List.of(Question.of("PUT", "/api/dashboards/mine", DASHBOARD)));
        all.put("DELETE /api/dashboards/{name}", List.of(Question.of("DELETE", "/api/dashboards/vault")));
        all.put("GET /api/openapi.json", List.of(get("/api/openapi.json")));
    }

    private static void addAccess(Map<String, List<Question>> all) {
        all.put("GET /api/me", List.of(get("/api/me")));
        all.put("GET /api/audit", List.of(telling("/api/audit"), telling("/api/audit?search=vault")));
        all.put("GET /api/tokens", List.of(telling("/api/tokens")));
        all.put(
                "POST /api/tokens",
                List.of(Question.of("POST", "/api/tokens", "{\"name\":\"mine\",\"scopes\":[\"admin\"]}")));
        all.put("DELETE /api/tokens/{name}", List.of(Question.of("DELETE", "/api/tokens/vault-reader")));
        all.put("POST /api/login-codes", List.of(Question.of("POST", "/api/login-codes")));
        all.put("POST /api/login", List.of(Question.of("POST", "/api/login", "{\"code\":\"guess\"}")));
        all.put("POST /api/logout", List.of(Question.of("POST", "/api/logout")));
    }
}
