/**
 * The live graph: what the shards count of messages between clients and topics, put together ten times a second while
 * somebody looks, grouped so that it can be read, and sent to him.
 */
@NullMarked
package io.bellbird.console.graph;

import org.jspecify.annotations.NullMarked;
