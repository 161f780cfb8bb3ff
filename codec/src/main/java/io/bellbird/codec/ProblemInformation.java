package io.bellbird.codec;

/**
 * Whether a client accepts reason strings and user properties on packets other than PUBLISH, CONNACK and DISCONNECT:
 * the Request Problem Information of CONNECT (section 3.1.2.11.7).
 */
public enum ProblemInformation {
    /** Left out, which means in the standard that it accepts them; also what MQTT 3 has. */
    UNSPECIFIED,
    /** 1: it accepts them. */
    WANTED,
    /** 0: it does not [MQTT-3.1.2-29]. */
    UNWANTED
}
