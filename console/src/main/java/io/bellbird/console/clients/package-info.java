/**
 * Clients, sessions, shared groups, listeners, bans and draining over HTTP. All of it needs the scope ADMIN, whose
 * holders see topics whatever rights say.
 */
@NullMarked
package io.bellbird.console.clients;

import org.jspecify.annotations.NullMarked;
