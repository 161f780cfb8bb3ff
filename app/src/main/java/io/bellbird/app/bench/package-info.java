/**
 * {@code bellbird bench}: puts load on a broker of any kind and says what it did with it. The clients are those of {@link
 * io.bellbird.client}; their callbacks run on a few threads of this package's own, one thread decides when messages are due,
 * and the thread of the command waits and prints.
 */
@NullMarked
package io.bellbird.app.bench;

import org.jspecify.annotations.NullMarked;
