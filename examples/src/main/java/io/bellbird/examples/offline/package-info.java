/** A sensor that loses its network, its broker and its life, and no reading. */
@NullMarked
package io.bellbird.examples.offline;

import org.jspecify.annotations.NullMarked;
