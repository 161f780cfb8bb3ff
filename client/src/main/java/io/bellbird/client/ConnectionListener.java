package io.bellbird.client;

/** Is told when the client is connected and when it is not, one after the other, never on the socket's thread. */
public interface ConnectionListener {
    /** Connected, for the first time or again. */
    default void onConnected(Connected connected) {}

    /** Not connected any more. */
    default void onDisconnected(Disconnected disconnected) {}
}
