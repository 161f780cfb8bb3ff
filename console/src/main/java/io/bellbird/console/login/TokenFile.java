package io.bellbird.console.login;

import io.bellbird.broker.routing.TopicFilter;
import io.bellbird.codec.Bytes;
import io.bellbird.codec.ProtocolError;
import io.bellbird.console.access.Scope;
import io.bellbird.console.http.Json;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** {@code tokens.json}: the tokens, with digests in place of secrets. It is for its owner alone. */
final class TokenFile {
    static final String NAME = "tokens.json";

    private TokenFile() {}

    /** @param lastUsed by the name of a token, in milliseconds since 1970 */
    record Content(List<AccessToken> tokens, Map<String, Long> lastUsed) {}

    private record Line(
            String name,
            String sha256,
            List<String> scopes,
            @Nullable List<String> filters,
            long created,
            @Nullable Long expires,
            @Nullable Long lastUsed) {
        Line {
            if (name == null || sha256 == null || scopes == null) {
                throw new IllegalArgumentException("a token has no name, no sha256 or no scopes");
            }
        }

        AccessToken token() throws IOException {
            Set<Scope> known = scopes.stream()
                    .map(word ->
                            Scope.of(word).orElseThrow(() -> new IllegalArgumentException("there is no scope " + word)))
                    .collect(Collectors.toSet());
            List<String> texts = filters == null ? List.of() : filters;
            try {
                return new AccessToken(
                        name,
                        Bytes.wrap(HexFormat.of().parseHex(sha256)),
                        known,
                        texts.stream().map(TopicFilter::parse).toList(),
                        created,
                        expires);
            } catch (ProtocolError noFilter) {
                throw new IOException(noFilter.text(), noFilter);
            }
        }
    }

    private record Lines(List<Line> tokens) {}

    /**
     * Reads the file; nothing when it is not there.
     *
     * @throws IOException or {@link IllegalArgumentException} when it is not as it should be
     */
    static Content read(Path file) throws IOException {
        if (!Files.exists(file)) {
            return new Content(List.of(), Map.of());
        }
        List<AccessToken> tokens = new ArrayList<>();
        Map<String, Long> lastUsed = new LinkedHashMap<>();
        for (Line line : Json.read(Files.readAllBytes(file), Lines.class).tokens()) {
            tokens.add(line.token());
            if (line.lastUsed() != null) {
                lastUsed.put(line.name(), line.lastUsed());
            }
        }
        return new Content(tokens, lastUsed);
    }

    /** Writes the file; it is complete and on the disk before it takes the place of the one before. */
    static void write(Path file, Content content) throws IOException {
        List<Line> lines = content.tokens().stream()
                .map(token -> new Line(
                        token.name(),
                        HexFormat.of().formatHex(token.digest().array()),
                        token.scopes().stream().map(Scope::word).sorted().toList(),
                        token.filters().isEmpty()
                                ? null
                                : token.filters().stream()
                                        .map(TopicFilter::text)
                                        .toList(),
                        token.created(),
                        token.expires(),
                        content.lastUsed().get(token.name())))
                .toList();
        Path draft = file.resolveSibling(file.getFileName() + ".new");
        Files.deleteIfExists(draft);
        try (FileChannel channel = FileChannel.open(
                draft, Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE), forItsOwner(file))) {
            ByteBuffer text = StandardCharsets.UTF_8.encode(Json.write(new Lines(lines)) + "\n");
            while (text.hasRemaining()) {
                channel.write(text);
            }
            channel.force(true);
        }
        Files.move(draft, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }

    private static FileAttribute<?>[] forItsOwner(Path file) {
        boolean posix = file.getFileSystem().supportedFileAttributeViews().contains("posix");
        return posix
                ? new FileAttribute<?>[] {
                    PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"))
                }
                : new FileAttribute<?>[0];
    }
}
