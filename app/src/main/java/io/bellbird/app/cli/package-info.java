/** What the commands have in common: how they end, and how those that are clients reach a broker. */
@NullMarked
package io.bellbird.app.cli;

import org.jspecify.annotations.NullMarked;
