@NullMarked
package io.bellbird.console.dashboards;

import org.jspecify.annotations.NullMarked;
