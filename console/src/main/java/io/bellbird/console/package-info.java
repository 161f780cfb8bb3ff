/** What a running broker shows, and what can be done with it, over HTTP: the REST interface and the page. */
@NullMarked
package io.bellbird.console;

import org.jspecify.annotations.NullMarked;
