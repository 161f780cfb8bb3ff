/** First steps: somebody publishes, somebody subscribes. */
@NullMarked
package io.bellbird.examples.firststeps;

import org.jspecify.annotations.NullMarked;
