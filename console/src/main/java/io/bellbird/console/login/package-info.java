/**
 * Finds out who asks: by the admin token, a token, a user name and password, a browser's session, or the right of nobody
 * in particular. Passwords are checked by the broker's authenticator, on threads of its own; all else is known at once.
 */
@NullMarked
package io.bellbird.console.login;

import org.jspecify.annotations.NullMarked;
