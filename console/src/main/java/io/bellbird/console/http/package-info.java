/** Requests and answers of the REST interface: which there are, what they carry, and what goes wrong. */
@NullMarked
package io.bellbird.console.http;

import org.jspecify.annotations.NullMarked;
