import type { Message } from '../../lib/payload/message';
import type { Color, Tile } from './tiles';

/** A number of JSON or text; undefined when there is none. */
export function numberOf(message: Message, path: string): number | undefined {
    const found = at(message, path);
    if (typeof found === 'boolean') {
        return found ? 1 : 0;
    }
    const number = typeof found === 'string' && found.trim() !== '' ? Number(found) : found;
    return typeof number === 'number' && Number.isFinite(number) ? number : undefined;
}

/** What stands at a path as text; undefined when there is nothing. */
export function textOf(message: Message, path: string): string | undefined {
    const found = at(message, path);
    return found === undefined || typeof found === 'string' ? found : JSON.stringify(found);
}

function at(message: Message, path: string): unknown {
    if (path.trim() === '' || message.payload === undefined) {
        return message.payload;
    }
    try {
        return follow(JSON.parse(message.payload), path);
    } catch {
        return undefined;
    }
}

/** Follows names and places: state.values[0], $.a["b c"]. */
export function follow(json: unknown, path: string): unknown {
    let here = json;
    for (const step of steps(path)) {
        if (typeof here !== 'object' || here === null || !Object.hasOwn(here, step)) {
            return undefined;
        }
        here = (here as Record<string, unknown>)[step];
    }
    return here;
}

function steps(path: string): string[] {
    const found = path
        .trim()
        .replace(/^\$\.?/, '')
        .matchAll(/\[\s*(?:"([^"]*)"|'([^']*)'|(\d+))\s*\]|([^.[\]]+)/g);
    return Array.from(found, ([, double, single, place, name]) => double ?? single ?? place ?? name ?? '');
}

/** A number with its digits and unit. */
export function numberText(value: number, { digits, unit }: Pick<Tile, 'digits' | 'unit'>): string {
    const text = digits < 0 ? String(Number(value.toPrecision(7))) : value.toFixed(Math.min(digits, 10));
    return unit === '' ? text : `${text} ${unit}`;
}

/** The colour of the highest threshold that a value has reached. */
export function colorOf(value: number, thresholds: Tile['thresholds']): Color | undefined {
    return thresholds.filter(({ from }) => value >= from).toSorted((one, other) => other.from - one.from)[0]?.color;
}

/** How far a value is between both ends, 0..1. */
export function part(value: number, { min, max }: Pick<Tile, 'min' | 'max'>): number {
    return max > min ? Math.min(1, Math.max(0, (value - min) / (max - min))) : 0;
}

/** On, off, or neither. */
export function stateOf(message: Message, { path, on, off }: Pick<Tile, 'path' | 'on' | 'off'>): boolean | undefined {
    const text = textOf(message, path);
    return same(text, on) ? true : same(text, off) ? false : undefined;
}

/** As text, or as the same JSON. */
function same(one: string | undefined, other: string): boolean {
    if (one === undefined || one === other) {
        return one === other;
    }
    try {
        return JSON.stringify(JSON.parse(one)) === JSON.stringify(JSON.parse(other));
    } catch {
        return false;
    }
}

const KNOWN = [
    ['iVBOR', 'image/png'],
    ['/9j/', 'image/jpeg'],
    ['R0lGOD', 'image/gif'],
    ['UklGR', 'image/webp'],
] as const;

/** An image as an address of data; undefined when the payload is none. */
export function imageOf({ payload, payload_base64: base64, content_type: type }: Message): string | undefined {
    if (base64 !== undefined) {
        const known = KNOWN.find(([begin]) => base64.startsWith(begin))?.[1];
        const image = known ?? (type?.startsWith('image/') ? type : undefined);
        return image && `data:${image};base64,${base64}`;
    }
    if (payload === undefined) {
        return undefined;
    }
    if (payload.startsWith('data:image/')) {
        return payload;
    }
    if (/^\s*(<\?xml[^>]*>\s*)?<svg/.test(payload)) {
        return `data:image/svg+xml,${encodeURIComponent(payload)}`;
    }
    const text = KNOWN.find(([begin]) => payload.startsWith(begin));
    return text && `data:${text[1]};base64,${payload.replace(/\s/g, '')}`;
}

/** How long ago, in words; empty within two seconds. */
export function ageText(millis: number): string {
    const seconds = Math.floor(millis / 1000);
    if (seconds < 2) {
        return 'now';
    }
    const [count, unit] =
        seconds < 60
            ? [seconds, 's']
            : seconds < 3_600
              ? [seconds / 60, 'min']
              : seconds < 86_400
                ? [seconds / 3_600, 'h']
                : [seconds / 86_400, 'd'];
    return `${Math.floor(count)} ${unit} ago`;
}
