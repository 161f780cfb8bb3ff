package io.bellbird.app.doctor;

import java.util.Locale;

/** How bad a finding is, the worst first. */
public enum Severity {
    /** A stranger can use it now. */
    ERROR,
    /** It helps a stranger, or will soon. */
    WARNING,
    /** It may be meant so. */
    NOTE;

    /** In lower case, for people and scripts. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** "1 error", "2 errors". */
    String counted(long count) {
        return count + " " + word() + (count == 1 ? "" : "s");
    }
}
