package io.bellbird.broker.config;

import java.nio.file.Path;
import java.util.Optional;

/**
 * Whether sessions and retained messages outlive the process, and where they lie.
 *
 * @param on false keeps everything in memory
 * @param location the folder of the data, relative to the working directory; empty means the user's data folder
 */
public record Persistence(boolean on, Optional<Path> location) {}
