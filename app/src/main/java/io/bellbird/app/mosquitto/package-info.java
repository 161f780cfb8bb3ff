/**
 * Reads the database in which Mosquitto keeps sessions, their messages and retained messages: {@code mosquitto.db},
 * formats 3 to 6, as Mosquitto 1.4 to 2.1 write them. And puts what it holds into a store.
 *
 * <p>Used by one thread. Knows files, packets and stores; nothing of brokers and of the command line.
 *
 * <h2>The format</h2>
 *
 * <p>The file begins with fifteen bytes that say what it is, four that are 0, and four with the number of the format.
 * Then come chunks, each with its type and length: one with the configuration, then messages, each with a number; each
 * session followed by its deliveries, which name a message by number; and subscriptions and retained messages, the
 * latter by number again. Lengths, packet ids and ports are in network order. Message numbers and times are in the byte
 * order of the machine that wrote the file.
 *
 * <p>There is no checksum and no end mark. So a flipped bit in a payload cannot be noticed, nor that the file ends
 * early when it ends with a whole chunk; whatever contradicts itself is.
 *
 * <p>What Mosquitto does not write is not there: shared subscriptions, wills, and the Retain Handling of subscriptions
 * before 2.1.
 */
@NullMarked
package io.bellbird.app.mosquitto;

import org.jspecify.annotations.NullMarked;
