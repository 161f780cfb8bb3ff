/** Client libraries beside each other: what their process costs for a message, and how much later it arrives. */
@NullMarked
package io.bellbird.benchmarks.clients;

import org.jspecify.annotations.NullMarked;
