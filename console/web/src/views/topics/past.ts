import { type Choice, type Decoded, decode } from '../../lib/payload/decode';
import { type Message, payloadOf } from '../../lib/payload/message';
import { numbersIn } from '../../lib/payload/numbers';

/** A message of the chosen topic's past, as it was read. */
export interface Past {
    message: Message;
    /** Undefined when the broker left the payload out. */
    payload: Uint8Array | undefined;
    decoded: Decoded | undefined;
    /** What can be plotted of it, by path. */
    numbers: Map<string, number>;
}

export const PAST_MAX = 500;
export const PAST_BYTES_MAX = 8 * 1024 * 1024;

/** A message as it is read; never throws. Of one that was cut, the content type says nothing of use. */
export async function past(message: Message, choice: Choice): Promise<Past> {
    const contentType = message.truncated ? undefined : message.content_type;
    try {
        const payload = payloadOf(message);
        const decoded = payload && (await decode(payload, contentType, choice));
        return { message, payload, decoded, numbers: numbersIn(decoded?.value) };
    } catch {
        return { message, payload: undefined, decoded: undefined, numbers: new Map() };
    }
}

/**
 * One past of two that may overlap, since a stream is opened before one asks what was there; the oldest first, and no
 * more than is kept of a topic.
 */
export function joined(known: Past[], news: Past[]): Past[] {
    const seen = new Map<string, number>();
    for (const { message } of known) {
        seen.set(identity(message), (seen.get(identity(message)) ?? 0) + 1);
    }
    const added = news.filter(({ message }) => {
        const times = seen.get(identity(message)) ?? 0;
        seen.set(identity(message), times - 1);
        return times <= 0;
    });
    return limited([...known, ...added].sort((a, b) => timeOf(a) - timeOf(b)));
}

/** What was retained before the broker started is older than all else. */
function timeOf({ message }: Past): number {
    return message.time ?? 0;
}

/** The newest, as many as are kept. */
function limited(all: Past[]): Past[] {
    let bytes = 0;
    let from = all.length;
    while (from > 0 && all.length - from < PAST_MAX) {
        bytes += all[from - 1]?.message.bytes ?? 0;
        if (bytes > PAST_BYTES_MAX && from < all.length) {
            break;
        }
        from--;
    }
    return all.slice(from);
}

function identity(message: Message): string {
    return `${message.time} ${message.qos} ${message.payload ?? message.payload_base64 ?? message.bytes}`;
}

/** The paths of all numbers in the messages, those of the newest first. */
export function numberPaths(all: Past[]): string[] {
    const paths = new Set<string>();
    for (const { numbers } of all.slice(-20).reverse()) {
        for (const path of numbers.keys()) {
            paths.add(path);
        }
    }
    return [...paths];
}

/** What is plotted of a path: when there was a number, and which. */
export interface Series {
    /** Seconds since 1970. */
    times: number[];
    values: number[];
}

export function series(all: Past[], path: string): Series {
    const times: number[] = [];
    const values: number[] = [];
    for (const { message, numbers } of all) {
        const number = numbers.get(path);
        if (message.time !== undefined && number !== undefined) {
            times.push(message.time / 1000);
            values.push(number);
        }
    }
    return { times, values };
}
