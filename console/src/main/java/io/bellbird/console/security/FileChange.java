package io.bellbird.console.security;

import io.bellbird.broker.Broker;
import io.bellbird.broker.config.ConfigurationException;
import io.bellbird.broker.config.ConfigurationFile;
import io.bellbird.broker.security.WholeFile;
import io.bellbird.console.http.Problem;
import java.io.IOException;
import java.nio.file.Path;

/**
 * Another content of a file that the broker reads, which holds once it is saved. Waits for the disk and for the shards.
 *
 * @param before what was in it when it was read
 * @param text what is to be in it
 */
record FileChange(Path file, String before, String text) {
    /**
     * Saves it and makes it hold.
     *
     * @throws Problem when somebody else has changed the file meanwhile, it cannot be written, or the broker does not take
     *     it; then the file is as it was
     */
    void apply(Broker broker) {
        replace(before, text);
        try {
            broker.reloadFiles();
        } catch (ConfigurationException wrong) {
            replace(text, before);
            throw Problem.conflict("nothing was changed, since what the configuration names cannot be read again; mend"
                    + " this first: " + String.join("; ", wrong.errors()));
        }
    }

    private void replace(String expected, String wanted) {
        try {
            if (!WholeFile.replace(file, expected, wanted)) {
                throw changedMeanwhile(file);
            }
        } catch (IOException failure) {
            throw Problem.of(
                    500,
                    "Not saved",
                    "cannot write " + file + ": " + ConfigurationFile.reason(failure)
                            + "; the user who runs the broker must be able to write it and its folder");
        }
    }

    static Problem changedMeanwhile(Path file) {
        return Problem.of(
                412,
                "Changed meanwhile",
                file + " is not any more what it was when you read it, and so it was left as it is: read it again, and"
                        + " make the change there");
    }
}
