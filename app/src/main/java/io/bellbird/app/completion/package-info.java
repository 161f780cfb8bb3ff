/** What shells complete: a script for bash and zsh, generated from the commands themselves. */
@NullMarked
package io.bellbird.app.completion;

import org.jspecify.annotations.NullMarked;
