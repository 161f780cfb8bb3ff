/** A wind turbine: what the broker keeps for those who come late. */
@NullMarked
package io.bellbird.examples.turbine;

import org.jspecify.annotations.NullMarked;
