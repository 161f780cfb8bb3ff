/**
 * Who may connect and what clients may do, as the files of the broker say it: shown, changed, and explained. Requests come
 * on the admin thread; what waits for a disk, or takes long, is done by threads of its own. It must not import the page.
 */
@NullMarked
package io.bellbird.console.security;

import org.jspecify.annotations.NullMarked;
