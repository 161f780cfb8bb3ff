/** Bytes as MQTT writes them (section 1.5 of MQTT 5.0). */

/** What came is not MQTT; has the reason code that says so. */
export class Malformed extends Error {
    constructor(
        message: string,
        readonly reason = 0x81,
    ) {
        super(message);
    }
}

const encoder = new TextEncoder();
const decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

/** The largest number that a variable byte integer can say. */
export const VARINT_MAX = 268_435_455;

/** Reads one packet from its begin to its end; throws {@link Malformed}. */
export class Reader {
    private at = 0;

    constructor(private readonly bytes: Uint8Array) {}

    get left(): number {
        return this.bytes.length - this.at;
    }

    take(count: number): Uint8Array {
        if (count > this.left) {
            throw new Malformed('a packet ends too early');
        }
        this.at += count;
        return this.bytes.subarray(this.at - count, this.at);
    }

    number(bytes: number): number {
        let number = 0;
        for (const byte of this.take(bytes)) {
            number = number * 256 + byte;
        }
        return number;
    }

    varint(): number {
        let number = 0;
        for (let factor = 1; ; factor *= 128) {
            const byte = this.number(1);
            number += (byte & 0x7f) * factor;
            if (byte < 0x80) {
                return number;
            }
            if (factor === 2_097_152) {
                throw new Malformed('a length has more than four bytes');
            }
        }
    }

    binary(): Uint8Array {
        return this.take(this.number(2));
    }

    text(): string {
        const text = fromUtf8(this.binary());
        if (text === undefined || text.includes('\0')) {
            throw new Malformed('a text is not UTF-8');
        }
        return text;
    }
}

/** Puts bytes together. */
export class Writer {
    private bytes = new Uint8Array(64);
    private length = 0;

    raw(bytes: ArrayLike<number>): this {
        const needed = this.length + bytes.length;
        if (needed > this.bytes.length) {
            const more = new Uint8Array(Math.max(needed, 2 * this.bytes.length));
            more.set(this.bytes);
            this.bytes = more;
        }
        this.bytes.set(bytes, this.length);
        this.length = needed;
        return this;
    }

    number(number: number, bytes: number): this {
        const written = [];
        for (let i = bytes - 1; i >= 0; i--) {
            written.push(Math.floor(number / 256 ** i) % 256);
        }
        return this.raw(written);
    }

    varint(number: number): this {
        if (number > VARINT_MAX) {
            throw new RangeError('a packet has at most 256 MiB');
        }
        const written = [];
        let rest = number;
        for (; rest > 127; rest = Math.floor(rest / 128)) {
            written.push((rest % 128) + 128);
        }
        written.push(rest);
        return this.raw(written);
    }

    binary(bytes: Uint8Array): this {
        if (bytes.length > 65_535) {
            throw new RangeError('a text or property has at most 65,535 bytes');
        }
        return this.number(bytes.length, 2).raw(bytes);
    }

    text(text: string): this {
        return this.binary(toUtf8(text));
    }

    done(): Uint8Array<ArrayBuffer> {
        return this.bytes.slice(0, this.length);
    }
}

export function toUtf8(text: string): Uint8Array<ArrayBuffer> {
    return encoder.encode(text);
}

/** The text; undefined when the bytes are none. */
export function fromUtf8(bytes: Uint8Array): string | undefined {
    try {
        return decoder.decode(bytes);
    } catch {
        return undefined;
    }
}
