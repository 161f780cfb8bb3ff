/** The labs, each in a package of its own. */
@NullMarked
package io.bellbird.examples;

import org.jspecify.annotations.NullMarked;
