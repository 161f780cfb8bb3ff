/**
 * Mixed traffic against a real broker for as long as one likes, and whether anything grows that should not. Each client
 * has a thread of its own; the thread of the command samples and judges.
 */
@NullMarked
package io.bellbird.e2e.soak;

import org.jspecify.annotations.NullMarked;
