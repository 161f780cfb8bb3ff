package io.bellbird.codec;

/** When retained messages are sent for a subscription, in the order of their values 0..2 (section 3.8.3.1). */
public enum RetainHandling {
    SEND_ON_SUBSCRIBE,
    SEND_IF_NEW,
    DO_NOT_SEND
}
