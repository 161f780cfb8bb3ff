/**
 * Who may connect, and what a client may do: two interfaces that answer by callback, so that hashing, files and HTTP
 * never hold up a shard. {@link io.bellbird.broker.security.PasswordAuthenticator} knows the users of password files,
 * {@link io.bellbird.broker.security.AclAuthorizer} what the rules of ACL files say, which is known at once.
 *
 * <p>They are called by the thread of the client's home shard and may answer on any thread. The package must not import
 * sessions or shards.
 */
@NullMarked
package io.bellbird.broker.security;

import org.jspecify.annotations.NullMarked;
