package io.bellbird.broker.config;

/** What a proxy in front of a listener says of each client, before the client's own bytes: the PROXY protocol. */
public enum ProxyProtocol {
    /** Nothing: clients come themselves. */
    NONE,
    /** Version 1, a line of text. */
    V1,
    /** Version 2, in binary. */
    V2,
    /** Version 2, and only clients that speak TLS with the proxy are served. */
    V2_TLS
}
