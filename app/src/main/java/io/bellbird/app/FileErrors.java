package io.bellbird.app;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;

/** Says in words why a file could not be used. */
final class FileErrors {
    private FileErrors() {}

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
