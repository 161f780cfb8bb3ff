/**
 * The broker as a library: {@link io.bellbird.broker.Broker} starts one, and is the one place where its parts are put
 * together.
 */
@NullMarked
package io.bellbird.broker;

import org.jspecify.annotations.NullMarked;
