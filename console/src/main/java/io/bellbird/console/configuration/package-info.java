/** The configuration of the running broker: read, checked, and read again. */
@NullMarked
package io.bellbird.console.configuration;

import org.jspecify.annotations.NullMarked;
