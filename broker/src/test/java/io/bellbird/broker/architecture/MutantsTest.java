package io.bellbird.broker.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The mistakes in e2e/mutants, which the simulations must find, can be made in the sources as they are. */
class MutantsTest {
    private static final Path ROOT = Path.of("..");
    private static final Path PATCHES = ROOT.resolve("e2e").resolve("mutants");
    private static final int MUTANTS_MIN = 10;

    /** Lines of a file that a patch changes, with those around them; as they were before. */
    private record Hunk(Path file, String before) {}

    @Test
    void every_patch_applies() throws IOException {
        List<Path> patches = new ArrayList<>();
        try (DirectoryStream<Path> files = Files.newDirectoryStream(PATCHES, "*.patch")) {
            files.forEach(patches::add);
        }

        assertThat(patches).hasSizeGreaterThanOrEqualTo(MUTANTS_MIN);
        for (Path patch : patches) {
            assertThat(hunks(patch)).as("changes in %s", patch).isNotEmpty();
            for (Hunk hunk : hunks(patch)) {
                assertThat(Files.readString(hunk.file))
                        .as("%s, which %s is to change: make the patch anew", hunk.file, patch)
                        .containsOnlyOnce(hunk.before);
            }
        }
    }

    private static List<Hunk> hunks(Path patch) throws IOException {
        List<Hunk> hunks = new ArrayList<>();
        Path file = ROOT;
        StringBuilder before = new StringBuilder();
        for (String line : (Files.readString(patch) + "@@").lines().toList()) {
            if (line.startsWith("--- a/") || line.startsWith("@@")) {
                if (before.length() > 0) {
                    hunks.add(new Hunk(file, before.toString()));
                    before.setLength(0);
                }
            } else if (line.startsWith("+++ b/")) {
                file = ROOT.resolve(line.substring("+++ b/".length()));
            } else if (!file.equals(ROOT) && (line.startsWith(" ") || line.startsWith("-"))) {
                before.append(line.substring(1)).append('\n');
            }
        }
        return hunks;
    }
}
