package io.bellbird.broker.shard;

import io.bellbird.broker.routing.Publication;
import org.jspecify.annotations.Nullable;

/**
 * A publication for the subscribers of another shard.
 *
 * @param acceptance to be counted down when what it staged is handed in; null when nobody waits
 */
record Letter(Publication publication, @Nullable Acceptance acceptance) {}
