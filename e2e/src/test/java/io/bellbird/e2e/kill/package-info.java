/**
 * The Java client with a queue on disk, as processes that are killed. {@link io.bellbird.e2e.kill.KillRounds} starts the
 * processes and looks at what they noted; {@link io.bellbird.e2e.kill.PublishingProcess} and
 * {@link io.bellbird.e2e.kill.ReceivingProcess} are what runs in them.
 *
 * <p>Only those two use the client, since the tests have another version of Netty than it needs: the processes get theirs
 * from what is packaged.
 */
@NullMarked
package io.bellbird.e2e.kill;

import org.jspecify.annotations.NullMarked;
