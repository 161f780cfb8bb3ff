package io.bellbird.broker;

import io.bellbird.broker.config.BrokerConfig;
import io.bellbird.broker.config.ConfigurationException;

/** A part of the broker that follows the configuration, and the files that it names, while the broker runs. */
public interface Reloadable {
    /**
     * Reads and checks all that the new configuration asks of this part; changes nothing yet.
     *
     * @return makes it count, on the calling thread or others; does not fail and is run at most once
     * @throws ConfigurationException with everything that is wrong
     */
    Runnable prepare(BrokerConfig config) throws ConfigurationException;
}
