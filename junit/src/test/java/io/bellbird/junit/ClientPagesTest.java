package io.bellbird.junit;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.StringWriter;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the pages on the client tell people to write is Java, and fits the client. */
class ClientPagesTest {
    private static final Pattern BLOCK = Pattern.compile("(?ms)^```java\\n(.*?)^```");
    /** The code on our side of a table, up to a table's end. */
    private static final Pattern RIGHT_CELL = Pattern.compile("(?m)^\\|[^|\\n]*\\|([^|\\n]*)\\|$");

    private static final Pattern CALL = Pattern.compile("`([^`]*\\([^`]*\\))`");

    private static final String IMPORTS =
            """
            import io.bellbird.broker.*;
            import io.bellbird.broker.config.*;
            import io.bellbird.client.*;
            import io.bellbird.codec.Bytes;
            import io.bellbird.codec.MqttVersion;
            import io.bellbird.junit.*;
            import java.nio.file.Path;
            import java.time.Duration;
            import java.util.concurrent.*;
            import java.util.function.*;
            import org.junit.jupiter.api.*;
            import org.junit.jupiter.api.extension.*;
            """;
    /** What the pages take for granted. */
    private static final String NAMES =
            """
                MqttClient client;
                MqttException failure;
                Message message;
                Authentication method;
                SubscribeOptions how;
                Consumer<Message> callback, c;
                Flow.Subscriber<Message> subscriber;
                Path folder;
                byte[] bytes, b;
                String host, h, id, u, p, topic, t, filter, f, text, line;
                interface Tokens { CompletionStage<Credentials> fresh(); }
                Tokens tokens;
                void show(String topic, String value) {}
                void follow(Message order) {}
            """;

    @TempDir
    private Path classes;

    @Test
    void snippets_compile() throws IOException {
        List<JavaFileObject> sources = new ArrayList<>();
        for (String name : new String[] {"README.md", "docs/client.md", "docs/client-queue.md"}) {
            String page = Files.readString(Path.of("..", name));
            for (MatchResult block : BLOCK.matcher(page).results().toList()) {
                sources.add(source("Snippet" + sources.size(), block.group(1)));
            }
        }
        assertThat(sources).hasSizeGreaterThan(9);
        assertThat(complaints(sources)).isEmpty();
    }

    @Test
    void calls_that_stand_beside_those_of_other_clients_compile() throws IOException {
        String page = Files.readString(Path.of("..", "docs", "client.md"));
        String tables = page.substring(page.indexOf("## Coming from Paho"), page.indexOf("## In tests"));
        List<JavaFileObject> sources = new ArrayList<>();
        for (MatchResult cell : RIGHT_CELL.matcher(tables).results().toList()) {
            for (MatchResult call : CALL.matcher(cell.group(1)).results().toList()) {
                String code = call.group(1);
                sources.add(source(
                        "Call" + sources.size(),
                        (code.startsWith(".") ? "MqttClient.builder(\"mqtt://h\")" + code : code) + ";\n"));
            }
        }
        assertThat(sources).hasSizeGreaterThan(15);
        assertThat(complaints(sources)).isEmpty();
    }

    private static JavaFileObject source(String name, String code) {
        String text = code.startsWith("@")
                ? IMPORTS + code
                : IMPORTS + "class " + name + " {\n" + NAMES + "    void run() throws Exception {\n" + code
                        + "    }\n}\n";
        return new SimpleJavaFileObject(URI.create("string:///" + name + ".java"), JavaFileObject.Kind.SOURCE) {
            @Override
            public CharSequence getCharContent(boolean ignoreEncodingErrors) {
                return text;
            }
        };
    }

    /** What the compiler says. */
    private String complaints(List<JavaFileObject> sources) throws IOException {
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        StringWriter complaints = new StringWriter();
        List<String> options =
                List.of("-d", classes.toString(), "-cp", System.getProperty("java.class.path"), "-proc:none");
        try (StandardJavaFileManager files = compiler.getStandardFileManager(null, null, null)) {
            boolean fine = compiler.getTask(complaints, files, null, options, null, sources)
                    .call();
            return fine ? "" : complaints.toString();
        }
    }
}
