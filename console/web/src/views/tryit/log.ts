import type { Message } from '../../lib/mqtt/codec';
import { preview } from './payload';

/** A message that came or went. */
export interface Logged extends Message {
    /** Of this one alone; the newest has the largest. */
    key: number;
    /** Milliseconds since 1970. */
    time: number;
    direction: 'in' | 'out';
    dup: boolean;
    /** What became of one that went. */
    outcome?: string;
    failed?: boolean;
}

export const LOG_MAX = 1_000;

/** With those that are newer put in front; what is too much is forgotten. */
export function longer(log: readonly Logged[], newer: readonly Logged[]): Logged[] {
    return [...newer.toReversed(), ...log].slice(0, LOG_MAX);
}

/** Those whose topic or payload has the text. */
export function containing(log: readonly Logged[], text: string): readonly Logged[] {
    const wanted = text.trim().toLowerCase();
    return wanted === ''
        ? log
        : log.filter(({ topic, payload }) => `${topic}\n${preview(payload)}`.toLowerCase().includes(wanted));
}
