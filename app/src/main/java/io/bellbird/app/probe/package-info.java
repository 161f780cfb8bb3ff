/**
 * What a broker of any make can, and where it leaves the standard: found by connecting to it as a client does, also as
 * clients that break the rules. {@code docs/probe.md} lists what is tried.
 *
 * <p>{@link io.bellbird.app.probe.Probe} runs the checks on a few threads of its own; each check has topics, client ids
 * and connections ({@link io.bellbird.app.probe.Talk}) that no other one has. Connections are the client library's
 * {@code Link}, since they carry also what no client would send.
 */
@NullMarked
package io.bellbird.app.probe;

import org.jspecify.annotations.NullMarked;
