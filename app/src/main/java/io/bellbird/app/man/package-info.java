/** Manual pages, generated from the commands themselves. */
@NullMarked
package io.bellbird.app.man;

import org.jspecify.annotations.NullMarked;
