package io.bellbird.broker;

import io.bellbird.broker.config.BrokerConfig;
import io.bellbird.broker.config.ConfigurationException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Those parts of a broker that read files or keep settings of their own. Used by one thread at a time. */
final class ReloadableParts {
    private final List<Reloadable> parts;

    private ReloadableParts(List<Reloadable> parts) {
        this.parts = parts;
    }

    /** Those of these parts that follow the configuration. */
    static ReloadableParts among(Object... parts) {
        return new ReloadableParts(Arrays.stream(parts)
                .filter(Reloadable.class::isInstance)
                .map(Reloadable.class::cast)
                .toList());
    }

    /**
     * Asks all of them; changes nothing.
     *
     * @return makes the configuration count in all of them
     * @throws ConfigurationException with what is wrong in any of them
     */
    Runnable prepare(BrokerConfig config) throws ConfigurationException {
        List<Runnable> changes = new ArrayList<>();
        List<String> errors = new ArrayList<>();
        for (Reloadable part : parts) {
            try {
                changes.add(part.prepare(config));
            } catch (ConfigurationException e) {
                errors.addAll(e.errors());
            }
        }
        if (!errors.isEmpty()) {
            throw new ConfigurationException(errors);
        }
        return () -> changes.forEach(Runnable::run);
    }
}
