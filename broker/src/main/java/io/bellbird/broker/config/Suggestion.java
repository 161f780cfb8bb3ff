package io.bellbird.broker.config;

import java.util.Collection;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/** Finds what somebody who mistyped a word most likely meant. */
public final class Suggestion {
    private Suggestion() {}

    /** The setting, or the option of Mosquitto, that was most likely meant. */
    static Optional<String> ofSetting(String key) {
        return nearest(
                key,
                Stream.concat(
                                Settings.all().stream().map(Setting::name),
                                MosquittoOptions.all().stream().map(MosquittoOptions.Option::name))
                        .toList());
    }

    /** The nearest of the known words, when it is near enough: about one slip in four letters. */
    public static Optional<String> nearest(String word, Collection<String> known) {
        String lower = word.toLowerCase(Locale.ROOT);
        Optional<String> nearest = Optional.empty();
        int least = Math.max(1, word.length() / 4) + 1;
        for (String candidate : known) {
            // each letter more or less is a slip
            boolean possible = Math.abs(lower.length() - candidate.length()) < least;
            int slips = possible ? distance(lower, candidate) : least;
            if (slips < least) {
                least = slips;
                nearest = Optional.of(candidate);
            }
        }
        return nearest;
    }

    /** Insertions, deletions, replacements and swaps of neighbours that make one word of the other. */
    private static int distance(String a, String b) {
        int[][] slips = new int[a.length() + 1][b.length() + 1];
        for (int i = 0; i <= a.length(); i++) {
            for (int j = 0; j <= b.length(); j++) {
                slips[i][j] = i == 0 || j == 0 ? i + j : cheapest(a, b, i, j, slips);
            }
        }
        return slips[a.length()][b.length()];
    }

    private static int cheapest(String a, String b, int i, int j, int[][] slips) {
        boolean same = a.charAt(i - 1) == b.charAt(j - 1);
        int best = Math.min(slips[i - 1][j - 1] + (same ? 0 : 1), Math.min(slips[i - 1][j], slips[i][j - 1]) + 1);
        boolean swapped = i > 1 && j > 1 && a.charAt(i - 1) == b.charAt(j - 2) && a.charAt(i - 2) == b.charAt(j - 1);
        return swapped ? Math.min(best, slips[i - 2][j - 2] + 1) : best;
    }
}
