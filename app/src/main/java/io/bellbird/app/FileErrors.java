package io.bellbird.app;

import io.bellbird.app.log.UnreachableLogException;
import io.bellbird.broker.config.LogConfig;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;

/** Says in words why a file could not be used. */
final class FileErrors {
    private FileErrors() {}

    /** Why a log that was configured so cannot be written, and what to do. */
    static String ofLog(LogConfig log, IOException error) {
        if (error instanceof UnreachableLogException) {
            return error.getMessage() + "; choose another place with log_dest";
        }
        return "cannot write the log file " + log.file().orElseThrow() + ": " + reason(error)
                + "; choose another place with log_dest file";
    }

    /** The reason, without the name of the file. */
    static String reason(IOException error) {
        if (error instanceof NoSuchFileException) {
            return "the folder does not exist";
        }
        if (error instanceof AccessDeniedException) {
            return "permission denied";
        }
        if (error instanceof FileSystemException fileError && fileError.getReason() != null) {
            return fileError.getReason();
        }
        return String.valueOf(error.getMessage());
    }
}
