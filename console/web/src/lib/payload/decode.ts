import { hexDump, readableText, utf8 } from './bytes';
import { type Decoder, decoderOfType, guess, isNumber } from './guess';
import { imageType } from './images';
import { parseJson, pretty } from './json';

export type { Decoder } from './guess';

/** What a person chose: a decoder, or that we look for the one that fits. */
export type Choice = 'auto' | Decoder;

/** A payload as it can be shown. */
export interface Decoded {
    /** What it was read as in the end. */
    decoder: Decoder;
    /** As lines of text, to be shown, compared and copied; of an image, its bytes in hex. */
    text: string;
    /** What was in it, when it was a number, JSON, CBOR or MessagePack. */
    value?: unknown;
    /** Of an image: as which type a browser shows it. */
    imageType?: string;
    /** Why it could not be read as it was meant to be. */
    problem?: string;
    /** How many of the bytes are shown, when those are not all. */
    shownBytes?: number;
}

/** As much text is shown; a browser lays out no more in good time. */
export const TEXT_BYTES_MAX = 256 * 1024;
/** As much is read as JSON, CBOR or MessagePack. */
export const STRUCTURE_BYTES_MAX = 1024 * 1024;
export const HEX_BYTES_MAX = 16 * 1024;

/**
 * Reads a payload. Never throws: what cannot be read as it was meant to be is read as text, or else shown in hex, with
 * the problem.
 *
 * @param contentType what the publisher said that it is
 */
export async function decode(bytes: Uint8Array, contentType?: string, choice: Choice = 'auto'): Promise<Decoded> {
    const said = decoderOfType(contentType);
    const decoder = choice === 'auto' ? (said ?? (await guess(bytes))) : choice;
    try {
        return await decodeAs(decoder, bytes, contentType);
    } catch (error) {
        const problem = `This is not ${NAMES[decoder]}: ${reason(error)}`;
        return { ...(decoder === 'text' ? decodeHex(bytes) : decodeTextOrHex(bytes)), problem };
    }
}

const NO_UTF8 = 'its bytes are no UTF-8';

const NAMES: Record<Decoder, string> = {
    text: 'text',
    number: 'a number',
    json: 'JSON',
    cbor: 'CBOR',
    msgpack: 'MessagePack',
    image: 'an image',
    hex: 'hex',
};

function reason(error: unknown): string {
    if (error instanceof RangeError) {
        return 'it ends too early, or is nested too deeply';
    }
    return (error as Error).message.replace(/^CBOR decode error: /, '');
}

async function decodeAs(decoder: Decoder, bytes: Uint8Array, contentType?: string): Promise<Decoded> {
    switch (decoder) {
        case 'text':
            return decodeText(bytes);
        case 'number':
            return decodeNumber(bytes);
        case 'json':
            return structure(decoder, bytes, parseJson(text(bytes).replace(/^\uFEFF/, '')));
        case 'cbor':
            return structure(decoder, bytes, (await import('./cbor')).decodeCbor(limited(bytes)));
        case 'msgpack':
            return structure(decoder, bytes, (await import('./msgpack')).decodeMsgpack(limited(bytes)));
        case 'image':
            return decodeImage(bytes, contentType);
        case 'hex':
            return decodeHex(bytes);
    }
}

function decodeTextOrHex(bytes: Uint8Array): Decoded {
    return readableText(bytes) === undefined ? decodeHex(bytes) : decodeText(bytes);
}

function decodeText(bytes: Uint8Array): Decoded {
    const read = utf8(bytes, TEXT_BYTES_MAX);
    if (read === undefined) {
        throw new Error(NO_UTF8);
    }
    return { decoder: 'text', text: read, ...(bytes.length > TEXT_BYTES_MAX ? { shownBytes: TEXT_BYTES_MAX } : {}) };
}

function decodeNumber(bytes: Uint8Array): Decoded {
    const digits = text(bytes).trim();
    if (!isNumber(digits)) {
        throw new Error('it has other characters than those of a number');
    }
    return { decoder: 'number', text: digits, value: Number(digits) };
}

function structure(decoder: Decoder, bytes: Uint8Array, value: unknown): Decoded {
    const lines = pretty(value);
    return lines.length <= TEXT_BYTES_MAX * 4
        ? { decoder, text: lines, value }
        : {
              decoder,
              text: lines.slice(0, TEXT_BYTES_MAX * 4),
              value,
              shownBytes: Math.min(bytes.length, TEXT_BYTES_MAX),
          };
}

function decodeImage(bytes: Uint8Array, contentType?: string): Decoded {
    const type = imageType(bytes, contentType);
    if (!type) {
        throw new Error('it begins as none of PNG, JPEG, GIF, WebP and SVG does');
    }
    return { ...decodeHex(bytes), decoder: 'image', imageType: type };
}

function decodeHex(bytes: Uint8Array): Decoded {
    const dump = hexDump(bytes.subarray(0, HEX_BYTES_MAX));
    return { decoder: 'hex', text: dump, ...(bytes.length > HEX_BYTES_MAX ? { shownBytes: HEX_BYTES_MAX } : {}) };
}

function text(bytes: Uint8Array): string {
    const read = utf8(limited(bytes));
    if (read === undefined) {
        throw new Error(NO_UTF8);
    }
    return read;
}

function limited(bytes: Uint8Array): Uint8Array {
    if (bytes.length > STRUCTURE_BYTES_MAX) {
        throw new Error('it is longer than 1 MiB, and more is not read here');
    }
    return bytes;
}
