/** The statements of MQTT 3.1.1, and 3.1 where it differs. */
@NullMarked
package io.bellbird.broker.conformance.v3;

import org.jspecify.annotations.NullMarked;
