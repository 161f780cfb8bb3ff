/** Who may do and see what over HTTP: held against each operation of the OpenAPI document. */
@NullMarked
package io.bellbird.console.rights;

import org.jspecify.annotations.NullMarked;
