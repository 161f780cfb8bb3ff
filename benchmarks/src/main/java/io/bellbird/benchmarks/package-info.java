/**
 * What the parts of the hot path cost, measured with JMH; {@code benchmarks/jmh} runs it. A benchmark of something that
 * only its package knows stands in a package of the same name. Nobody imports this module.
 */
@NullMarked
package io.bellbird.benchmarks;

import org.jspecify.annotations.NullMarked;
