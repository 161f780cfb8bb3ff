package io.bellbird.e2e.abuse;

import static org.assertj.core.api.Assertions.assertThat;

/** The figures of a run, which the tests print. */
final class Report {
    private Report() {}

    static void say(String line) {
        System.out.println("abuse: " + line);
    }

    /** Asserts that the process never had more memory than the broker said at its start; says the figures. */
    static void assertMemoryBounded(String what, Vitals vitals) {
        say(what + ": peak memory " + vitals.peakMebibytes() + " MiB, bound " + vitals.boundMebibytes() + " MiB");
        assertThat(vitals.peakMebibytes()).as(what + ", MiB").isLessThanOrEqualTo(vitals.boundMebibytes());
    }
}
