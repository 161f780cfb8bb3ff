package io.bellbird.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Every link of the documentation that leads to a file of the project leads somewhere, and to a heading that is there. */
final class DocumentationLinksTest {
    private static final Path PROJECT = Path.of("..").toAbsolutePath().normalize();
    private static final List<String> FOLDERS = List.of("docs", "examples", "benchmarks");

    private static final Pattern BLOCK = Pattern.compile("(?s)```.*?```");
    private static final Pattern LINK = Pattern.compile("]\\(([^)\\s:]+)\\)");
    private static final Pattern HEADING = Pattern.compile("(?m)^#+ (.*)$");

    private static List<Path> pages() throws IOException {
        List<Path> pages = new ArrayList<>();
        try (Stream<Path> top = Files.list(PROJECT)) {
            top.filter(DocumentationLinksTest::isPage).forEach(pages::add);
        }
        for (String folder : FOLDERS) {
            try (Stream<Path> all = Files.walk(PROJECT.resolve(folder))) {
                all.filter(DocumentationLinksTest::isPage).forEach(pages::add);
            }
        }
        return pages;
    }

    private static boolean isPage(Path file) {
        return file.toString().endsWith(".md") && !file.toString().contains("/target/");
    }

    private static String text(Path page) throws IOException {
        return BLOCK.matcher(Files.readString(page)).replaceAll("");
    }

    /** As hosts of such pages name a heading in an address. */
    private static String anchor(String heading) {
        return heading.strip()
                .toLowerCase(Locale.ROOT)
                .replaceAll("[^\\p{L}\\p{N}_\\- ]", "")
                .replace(' ', '-');
    }

    private static boolean leadsSomewhere(Path page, String link) throws IOException {
        String[] parts = link.split("#", 2);
        Path target = parts[0].isEmpty() ? page : page.resolveSibling(parts[0]).normalize();
        if (!Files.exists(target)) {
            return false;
        }
        return parts.length == 1
                || HEADING.matcher(text(target)).results().anyMatch(heading -> anchor(heading.group(1))
                        .equals(parts[1]));
    }

    @Test
    void every_link_leads_to_a_file_and_a_heading_that_are_there() throws IOException {
        List<Path> pages = pages();
        assertThat(pages).hasSizeGreaterThan(30);
        List<String> dead = new ArrayList<>();
        for (Path page : pages) {
            for (String link : LINK.matcher(text(page))
                    .results()
                    .map(found -> found.group(1))
                    .toList()) {
                if (!leadsSomewhere(page, link)) {
                    dead.add(PROJECT.relativize(page) + ": " + link);
                }
            }
        }
        assertThat(dead).isEmpty();
    }
}
