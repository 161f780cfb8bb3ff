/** Relays that switch battery packs: commands that are not lost, and devices that say what they have done. */
@NullMarked
package io.bellbird.examples.relays;

import org.jspecify.annotations.NullMarked;
