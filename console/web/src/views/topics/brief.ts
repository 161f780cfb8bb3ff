import { bytes } from '../../lib/format';
import type { Message } from '../../lib/payload/message';

const BRIEF_MAX = 80;

/** A payload in a few words. */
export function brief(message: Message): string {
    if (message.bytes === 0) {
        return '(empty)';
    }
    if (message.payload === undefined) {
        return bytes(message.bytes);
    }
    return oneLine(message.payload);
}

/** The start of a text without its line breaks. */
export function oneLine(text: string, length = BRIEF_MAX): string {
    const start = text
        .slice(0, 4 * length)
        .replace(/\s+/g, ' ')
        .trim();
    return start.length > length || text.length > 4 * length ? `${start.slice(0, length)}…` : start;
}
