/** Pictures on request: questions and answers with MQTT 5, and payloads that are larger than one message should be. */
@NullMarked
package io.bellbird.examples.image;

import org.jspecify.annotations.NullMarked;
