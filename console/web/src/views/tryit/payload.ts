import { fromUtf8, toUtf8 } from '../../lib/mqtt/bytes';

/** How a payload is written by hand. */
export const WRITTEN = ['text', 'json', 'hex', 'base64'] as const;
export type Written = (typeof WRITTEN)[number];

/** How a payload is shown; auto takes the first that fits. */
export const SHOWN = ['auto', 'text', 'json', 'hex'] as const;
export type Shown = (typeof SHOWN)[number];

const SHOWN_BYTES_MAX = 32_768;
const LINE_BYTES = 16;
const PREVIEW_MAX = 240;

/** The bytes of what somebody has written; throws an error that says what is wrong with it. */
export function toBytes(text: string, written: Written): Uint8Array {
    switch (written) {
        case 'text':
            return toUtf8(text);
        case 'json':
            try {
                JSON.parse(text);
            } catch (wrong) {
                throw new Error(`the payload is not JSON: ${(wrong as Error).message}`);
            }
            return toUtf8(text);
        case 'hex':
            return fromHex(text);
        case 'base64':
            try {
                return Uint8Array.from(atob(text.trim()), (char) => char.charCodeAt(0));
            } catch {
                throw new Error('the payload is not base64');
            }
    }
}

function fromHex(text: string): Uint8Array {
    const digits = text.replace(/[\s:]/g, '');
    if (!/^([0-9a-f]{2})*$/i.test(digits)) {
        throw new Error('the payload is not hexadecimal: write two digits for each byte, such as 01 FF');
    }
    return Uint8Array.from(digits.match(/../g) ?? [], (pair) => Number.parseInt(pair, 16));
}

/** A payload for people; of a long one the begin. */
export function toText(payload: Uint8Array, shown: Shown): string {
    const rest = payload.length - SHOWN_BYTES_MAX;
    const bytes = payload.subarray(0, SHOWN_BYTES_MAX);
    const json = shown === 'json' || shown === 'auto' ? pretty(payload) : undefined;
    const text = json ?? (shown === 'hex' ? undefined : readable(bytes, rest > 0));
    return (text ?? hex(bytes)) + (rest > 0 && json === undefined ? `\n… ${rest} bytes more` : '');
}

/** A payload in one line. */
export function preview(payload: Uint8Array): string {
    if (payload.length === 0) {
        return '(empty)';
    }
    const begin = payload.subarray(0, PREVIEW_MAX);
    const text = readable(begin, payload.length > PREVIEW_MAX) ?? Array.from(begin.subarray(0, 48), two).join(' ');
    return text.replace(/\s+/g, ' ');
}

function pretty(payload: Uint8Array): string | undefined {
    try {
        return JSON.stringify(JSON.parse(fromUtf8(payload) ?? ''), null, 2);
    } catch {
        return undefined;
    }
}

/** Text without control characters; one that is cut may end within a character. */
function readable(bytes: Uint8Array, isCut: boolean): string | undefined {
    for (let cut = 0; cut < (isCut ? 4 : 1); cut++) {
        const text = fromUtf8(bytes.subarray(0, bytes.length - cut));
        if (text !== undefined) {
            // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for
            return /[\0-\x08\x0b\x0c\x0e-\x1f]/.test(text) ? undefined : text;
        }
    }
    return undefined;
}

/** Each line: where, the bytes, and those that are letters. */
function hex(bytes: Uint8Array): string {
    const lines = [];
    for (let at = 0; at < bytes.length; at += LINE_BYTES) {
        const line = bytes.subarray(at, at + LINE_BYTES);
        const letters = Array.from(line, (byte) => (byte > 31 && byte < 127 ? String.fromCharCode(byte) : '·')).join(
            '',
        );
        const numbers = Array.from(line, two).join(' ');
        lines.push(`${at.toString(16).padStart(4, '0')}  ${numbers.padEnd(3 * LINE_BYTES)} ${letters}`);
    }
    return lines.join('\n');
}

function two(byte: number): string {
    return byte.toString(16).padStart(2, '0');
}
