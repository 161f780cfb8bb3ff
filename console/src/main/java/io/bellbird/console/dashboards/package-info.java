/** The dashboards that users arrange in the page, as they are kept. A thread of its own reads and writes them. */
@NullMarked
package io.bellbird.console.dashboards;

import org.jspecify.annotations.NullMarked;
