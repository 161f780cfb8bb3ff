package io.bellbird.broker.session;

import io.bellbird.broker.security.Client;
import io.bellbird.codec.WillMessage;

/**
 * A will whose delay runs: it is published when the timer fires or the session ends, whichever is first
 * [MQTT-3.1.3-9].
 *
 * @param client with whose rights it is published
 */
record Will(WillMessage message, Client client, Timer timer) {}
