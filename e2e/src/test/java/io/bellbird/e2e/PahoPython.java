package io.bellbird.e2e;

import java.nio.file.Path;

/** The two generations of Paho for Python, each installed in a virtual environment of its own. */
enum PahoPython {
    PAHO_1("1"),
    PAHO_2("2");

    private final String majorVersion;

    PahoPython(String majorVersion) {
        this.majorVersion = majorVersion;
    }

    /** The interpreter that imports this version. */
    Path interpreter() {
        return Path.of("target", "clients", "paho-python-" + majorVersion, "bin", "python")
                .toAbsolutePath();
    }

    @Override
    public String toString() {
        return "Paho " + majorVersion;
    }
}
