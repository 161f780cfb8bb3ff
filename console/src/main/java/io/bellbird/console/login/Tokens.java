package io.bellbird.console.login;

import io.bellbird.broker.AnyThread;
import io.bellbird.codec.Bytes;
import io.bellbird.console.http.Problem;
import java.io.IOException;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The tokens that were made for programs. What is said of them here holds at once; the file follows, if there is one.
 *
 * <p>Concurrent: maps that any thread reads; changes and the writing of the file exclude each other.
 */
final class Tokens {
    static final int TOKENS_MAX = 1_000;

    private static final Logger log = LoggerFactory.getLogger(Tokens.class);

    private final Optional<Path> file;
    private final InstantSource clock;
    private final Map<Bytes, AccessToken> byDigest = new ConcurrentHashMap<>();
    private final Map<String, Long> lastUsed = new ConcurrentHashMap<>();
    /** Why the file is not to be written; empty when it may be. */
    private final Optional<String> damage;

    /**
     * Reads the file. When it cannot be read there are no tokens, and none can be made until it is mended.
     *
     * @param folder where it is; empty when nothing survives
     */
    Tokens(Optional<Path> folder, InstantSource clock) {
        this.file = folder.map(each -> each.resolve(TokenFile.NAME));
        this.clock = clock;
        this.damage = read();
    }

    private Optional<String> read() {
        try {
            if (file.isPresent()) {
                TokenFile.Content content = TokenFile.read(file.get());
                content.tokens().forEach(token -> byDigest.put(token.digest(), token));
                lastUsed.putAll(content.lastUsed());
            }
            return Optional.empty();
        } catch (IOException | RuntimeException wrong) {
            byDigest.clear();
            String why = file.orElseThrow() + " cannot be read: " + wrong.getMessage()
                    + "; mend or remove it, and start the broker again";
            log.error("no token is known, since {}", why);
            return Optional.of(why);
        }
    }

    /** The token with a secret, unless it has ended; from now on it was used now. */
    @AnyThread
    Optional<AccessToken> find(String secret) {
        AccessToken token = byDigest.get(Secrets.digest(secret));
        if (token == null || token.hasEnded(clock.millis())) {
            return Optional.empty();
        }
        lastUsed.put(token.name(), clock.millis());
        return Optional.of(token);
    }

    /** Whether it is still one of them. */
    @AnyThread
    boolean isValid(AccessToken token) {
        return token.equals(byDigest.get(token.digest())) && !token.hasEnded(clock.millis());
    }

    /** All of them, those that have ended too, by name. */
    @AnyThread
    List<AccessToken> all() {
        return byDigest.values().stream()
                .sorted(Comparator.comparing(AccessToken::name))
                .toList();
    }

    /** When it was used last, in milliseconds since 1970; empty when never. */
    @AnyThread
    Optional<Long> lastUsed(AccessToken token) {
        return Optional.ofNullable(lastUsed.get(token.name()));
    }

    /**
     * Adds a token, and writes the file.
     *
     * @throws Problem when its name is taken, there are too many, or the file cannot be written; then it is not there
     */
    synchronized void add(AccessToken token) {
        if (all().stream().anyMatch(each -> each.name().equals(token.name()))) {
            throw Problem.conflict("there is a token " + token.name() + " already: take another name, or revoke it");
        }
        if (byDigest.size() >= TOKENS_MAX) {
            throw Problem.conflict("there are " + TOKENS_MAX + " tokens already: revoke one first");
        }
        byDigest.put(token.digest(), token);
        try {
            write();
        } catch (Problem notWritten) {
            byDigest.remove(token.digest());
            throw notWritten;
        }
    }

    /**
     * Ends a token at once; the file is to be written then.
     *
     * @throws Problem when there is no such token
     */
    @AnyThread
    void revoke(String name) {
        AccessToken token = all().stream()
                .filter(each -> each.name().equals(name))
                .findFirst()
                .orElseThrow(() -> Problem.notFound("there is no token " + name));
        byDigest.remove(token.digest());
        lastUsed.remove(name);
    }

    /** @throws Problem when the file cannot be written */
    synchronized void write() {
        if (damage.isPresent()) {
            throw Problem.conflict(damage.get());
        }
        if (file.isEmpty()) {
            return;
        }
        try {
            TokenFile.write(file.get(), new TokenFile.Content(all(), Map.copyOf(lastUsed)));
        } catch (IOException e) {
            throw Problem.of(
                    500,
                    "Not written",
                    "cannot write " + file.get() + ": " + e + "; what it says counts when the broker starts again");
        }
    }

    /** Keeps when they were used. */
    void close() {
        if (damage.isEmpty() && !lastUsed.isEmpty()) {
            try {
                write();
            } catch (Problem notWritten) {
                log.warn("when tokens were used is forgotten: {}", notWritten.getMessage());
            }
        }
    }
}
