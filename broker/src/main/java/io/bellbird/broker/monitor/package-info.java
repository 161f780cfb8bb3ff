/**
 * What an operator sees: counters of what happens and of what is lost, and text of peers made fit for a log line. A
 * shard owns its counters; nothing here is shared between threads.
 */
@NullMarked
package io.bellbird.broker.monitor;

import org.jspecify.annotations.NullMarked;
