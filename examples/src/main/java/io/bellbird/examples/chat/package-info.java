/** A chat: who is here, and what was said last. */
@NullMarked
package io.bellbird.examples.chat;

import org.jspecify.annotations.NullMarked;
