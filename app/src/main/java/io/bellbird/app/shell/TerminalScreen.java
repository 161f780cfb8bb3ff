package io.bellbird.app.shell;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jline.reader.Candidate;
import org.jline.reader.EndOfFileException;
import org.jline.reader.LineReader;
import org.jline.reader.LineReaderBuilder;
import org.jline.reader.UserInterruptException;
import org.jline.reader.impl.DefaultParser;
import org.jline.terminal.Terminal;

/** For people at a terminal: a line that can be edited, with history and completion. JLine is loaded for it alone. */
final class TerminalScreen implements Screen {
    private final Terminal terminal;
    private final LineReader reader;
    private final Supplier<String> prompt;

    /**
     * Takes the terminal.
     *
     * @param terminal closed with this
     * @param history a file that its owner alone can read; empty: nothing is kept
     * @param words what may stand in place of the last word of a line that is typed up to there
     */
    TerminalScreen(
            Terminal terminal,
            Supplier<String> prompt,
            Optional<Path> history,
            Function<String, Stream<String>> words) {
        this.terminal = terminal;
        this.prompt = prompt;
        DefaultParser asTyped = new DefaultParser();
        asTyped.setQuoteChars(new char[0]);
        asTyped.setEscapeChars(new char[0]);
        LineReaderBuilder builder = LineReaderBuilder.builder()
                .terminal(terminal)
                .appName("bellbird")
                .parser(asTyped)
                .completer((lines, line, candidates) -> words.apply(line.line().substring(0, line.cursor()))
                        .map(word -> new Candidate(word, word, null, null, null, null, !word.endsWith("/")))
                        .forEach(candidates::add))
                .option(LineReader.Option.DISABLE_EVENT_EXPANSION, true)
                .option(LineReader.Option.HISTORY_IGNORE_SPACE, true);
        history.ifPresent(file -> builder.variable(LineReader.HISTORY_FILE, file));
        reader = builder.build();
    }

    @Override
    public Optional<String> nextLine() {
        while (true) {
            try {
                return Optional.of(reader.readLine(prompt.get()));
            } catch (UserInterruptException again) { // Ctrl-C gives up the line, Ctrl-D the shell
                print("^C: leave with exit or Ctrl-D");
            } catch (EndOfFileException end) {
                return Optional.empty();
            }
        }
    }

    @Override
    public void print(String line) {
        reader.printAbove(line);
    }

    @Override
    public void close() {
        try {
            terminal.close();
        } catch (IOException gone) { // and nothing to say it on
            return;
        }
    }
}
