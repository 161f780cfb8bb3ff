package io.bellbird.client;

import org.jspecify.annotations.Nullable;

/** The folder of {@link QueueOptions#onDisk} cannot be used, or a message could not be written to it. */
public final class QueueFolderException extends MqttException {
    private static final long serialVersionUID = 1;

    QueueFolderException(String message, @Nullable Throwable cause) {
        super(message, null, cause);
    }
}
