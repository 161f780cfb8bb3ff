/** The statements of MQTT 5.0. */
@NullMarked
package io.bellbird.broker.conformance.v5;

import org.jspecify.annotations.NullMarked;
