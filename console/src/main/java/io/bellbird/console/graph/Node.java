package io.bellbird.console.graph;

import com.fasterxml.jackson.annotation.JsonInclude;
import org.jspecify.annotations.Nullable;

/**
 * A client, a topic, or a group of them. Immutable.
 *
 * @param id of this node for this viewer, never of another
 * @param label for people; of a single client or topic its name
 * @param group names the group, to open it; null for a single one
 * @param count clients or topics that it stands for, 1 or more
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
record Node(int id, Kind kind, String label, @Nullable String group, int count) {}
