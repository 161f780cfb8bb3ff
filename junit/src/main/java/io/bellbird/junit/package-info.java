/** A broker and clients for tests with JUnit; begin with {@link io.bellbird.junit.BellbirdExtension}. */
@NullMarked
package io.bellbird.junit;

import org.jspecify.annotations.NullMarked;
