package io.bellbird.broker.monitor;

/** How a connection ends. */
public enum ConnectionEnd {
    /** The broker did not accept it. */
    REFUSED,
    /** The client sent DISCONNECT. */
    BY_CLIENT,
    /** The broker closed it. */
    BY_BROKER,
    /** The network closed it. */
    LOST
}
