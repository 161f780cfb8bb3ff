/**
 * A conversation with a broker: lines in, messages out. {@code docs/shell.md} lists what can be said.
 *
 * <p>One thread reads lines and does what they say, one after the other. Messages come on threads of the client and go to
 * {@link io.bellbird.app.shell.SeenTopics} and the {@link io.bellbird.app.shell.Screen}, which are made for that.
 */
@NullMarked
package io.bellbird.app.shell;

import org.jspecify.annotations.NullMarked;
