/** Bytes as text, in the ways that they are written down. */

/** What a person cannot see: all control characters but tab, newline and return. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: these are the ones that are looked for
const INVISIBLE = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f]/;

/** Throws an Error that says so when it is no base64. */
export function fromBase64(text: string): Uint8Array {
    let binary: string;
    try {
        binary = atob(text);
    } catch {
        throw new Error('this is not base64');
    }
    return Uint8Array.from(binary, (character) => character.charCodeAt(0));
}

export function toBase64(bytes: Uint8Array): string {
    let binary = '';
    for (let from = 0; from < bytes.length; from += 0x8000) {
        binary += String.fromCharCode(...bytes.subarray(from, from + 0x8000));
    }
    return btoa(binary);
}

/** Reads "0a ff", "0AFF" or "0x0a, 0xff"; throws an Error that says what is wrong. */
export function fromHex(text: string): Uint8Array {
    const digits = text.replace(/0x/gi, '').replace(/[\s,:-]/g, '');
    const wrong = /[^0-9a-f]/i.exec(digits);
    if (wrong) {
        throw new Error(`“${wrong[0]}” is no hexadecimal digit`);
    }
    if (digits.length % 2 === 1) {
        throw new Error('each byte needs two hexadecimal digits, and the last one has one');
    }
    return Uint8Array.from({ length: digits.length / 2 }, (_, at) =>
        Number.parseInt(digits.slice(2 * at, 2 * at + 2), 16),
    );
}

export function toHex(bytes: Uint8Array, between = ' '): string {
    return Array.from(bytes, hexByte).join(between);
}

/** As of "hexdump -C": where, sixteen bytes, and what they are as ASCII. */
export function hexDump(bytes: Uint8Array): string {
    const lines: string[] = [];
    for (let at = 0; at < bytes.length; at += 16) {
        const part = bytes.subarray(at, at + 16);
        const left = toHex(part.subarray(0, 8)).padEnd(23);
        const right = toHex(part.subarray(8)).padEnd(23);
        lines.push(`${at.toString(16).padStart(8, '0')}  ${left}  ${right}  ${ascii(part)}`);
    }
    return lines.join('\n');
}

export function fromText(text: string): Uint8Array {
    return new TextEncoder().encode(text);
}

/** The first bytes as UTF-8, without the last character when that is cut; undefined when it is no UTF-8. */
export function utf8(bytes: Uint8Array, bytesMax = bytes.length): string | undefined {
    try {
        return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes.subarray(0, bytesMax), {
            stream: bytesMax < bytes.length,
        });
    } catch {
        return undefined;
    }
}

/** As {@link utf8}, and undefined too when a person could not see all of it. */
export function readableText(bytes: Uint8Array, bytesMax = bytes.length): string | undefined {
    const text = utf8(bytes, bytesMax);
    return text === undefined || INVISIBLE.test(text) ? undefined : text;
}

function ascii(bytes: Uint8Array): string {
    return Array.from(bytes, (byte) => (byte >= 0x20 && byte < 0x7f ? String.fromCharCode(byte) : '.')).join('');
}

function hexByte(byte: number): string {
    return byte.toString(16).padStart(2, '0');
}
