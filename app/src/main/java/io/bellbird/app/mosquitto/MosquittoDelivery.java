package io.bellbird.app.mosquitto;

import io.bellbird.codec.Qos;
import io.bellbird.codec.SubscriptionIdentifiers;

/**
 * A message on its way to or from the client of a session.
 *
 * @param message where it stands in the file, for {@link MosquittoDatabase#message}
 * @param fromClient the client published it with QoS 2 and that is not complete; otherwise it goes to the client
 * @param packetId 0..65535; 0 when it has none yet
 * @param qos at which it is delivered
 * @param duplicate the DUP flag with which it was, or would be, sent
 * @param retain the RETAIN flag with which it is delivered
 */
public record MosquittoDelivery(
        long message,
        boolean fromClient,
        DeliveryState state,
        int packetId,
        Qos qos,
        boolean duplicate,
        boolean retain,
        SubscriptionIdentifiers identifiers) {}
