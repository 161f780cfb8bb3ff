package io.bellbird.console.clients;

import io.bellbird.console.http.RestClient;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What the tests of clients and their sessions share: a crowd, and one who asks with the admin token. */
@Timeout(60)
abstract class ClientsSuite {
    @TempDir
    Path folder;

    Crowd crowd;
    RestClient rest;

    @BeforeEach
    final void start() {
        crowd = new Crowd(folder);
        rest = crowd.rest();
    }

    @AfterEach
    final void stop() {
        crowd.close();
    }
}
