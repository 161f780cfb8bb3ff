/** JSON as people read it, and values of other formats as if they were JSON. */

/** An integer that a JavaScript number cannot hold is marked with this while JSON is read. */
const BIG = '\u0001integer:';
const BIG_ESCAPED = '\\u0001integer:';
const BIG_TEXT = new RegExp(`^${BIG}-?\\d+$`);
const STRING_OR_NUMBER = /"(?:[^"\\]|\\.)*"|-?\d[\d.eE+-]*/g;
const INTEGER = /^-?\d+$/;

/** Reads JSON; integers of any size stay exact, as a bigint. Throws an Error that says what is wrong, and where. */
export function parseJson(text: string): unknown {
    const plain = parsed(text);
    if (!/\d{16}/.test(text)) {
        return plain;
    }
    const marked = text.replace(STRING_OR_NUMBER, (token) =>
        INTEGER.test(token) && !Number.isSafeInteger(Number(token)) ? `"${BIG_ESCAPED}${token}"` : token,
    );
    return JSON.parse(marked, (_, value) =>
        typeof value === 'string' && BIG_TEXT.test(value) ? BigInt(value.slice(BIG.length)) : value,
    );
}

function parsed(text: string): unknown {
    try {
        return JSON.parse(text);
    } catch (error) {
        throw new Error(place((error as Error).message, text));
    }
}

/** Browsers say "at position 17", which nobody counts. */
function place(message: string, text: string): string {
    const position = /(?: in JSON)? at position (\d+)( \(line \d+ column \d+\))?/.exec(message);
    if (!position) {
        return message;
    }
    const before = text.slice(0, Number(position[1])).split('\n');
    const where = ` at line ${before.length}, column ${(before.at(-1)?.length ?? 0) + 1}`;
    return message.replace(position[0], where);
}

/** What an object or array holds, with a name for each; undefined for anything else. */
export function children(value: unknown): [string, unknown][] | undefined {
    if (Array.isArray(value)) {
        return value.map((item, index) => [String(index), item]);
    }
    if (value instanceof Map) {
        return Array.from(value, ([key, item]) => [typeof key === 'string' ? key : scalar(key), item]);
    }
    return isPlain(value) ? Object.entries(value) : undefined;
}

function isPlain(value: unknown): value is Record<string, unknown> {
    return typeof value === 'object' && value !== null && !(value instanceof Uint8Array) && !(value instanceof Date);
}

/** How a value without children is written; bytes as h'0aff', as CBOR's notation has them. */
export function scalar(value: unknown): string {
    if (value instanceof Uint8Array) {
        return `h'${Array.from(value.subarray(0, 1024), (byte) => byte.toString(16).padStart(2, '0')).join('')}'`;
    }
    if (value instanceof Date) {
        return Number.isNaN(value.getTime()) ? 'invalid date' : value.toISOString();
    }
    if (typeof value === 'string') {
        return JSON.stringify(value);
    }
    return typeof value === 'object' && value !== null ? pretty(value, '').replace(/\n\s*/g, ' ') : String(value);
}

/** What is nested deeper is not shown: whatever goes through a value needs a stack as deep. */
const DEPTH_MAX = 200;
const INDENT = '  ';

/** Over several lines, one for each value. Throws a RangeError when it is too deep. */
export function pretty(value: unknown, indent = ''): string {
    const inside = children(value);
    if (!inside) {
        return scalar(value);
    }
    const [open, close] = Array.isArray(value) ? ['[', ']'] : ['{', '}'];
    if (inside.length === 0) {
        return open + close;
    }
    const deeper = indent + INDENT;
    if (deeper.length > DEPTH_MAX * INDENT.length) {
        throw new RangeError('nested too deeply');
    }
    const lines = inside.map(([name, item]) => {
        const label = Array.isArray(value) ? '' : `${JSON.stringify(name)}: `;
        return deeper + label + pretty(item, deeper);
    });
    return `${open}\n${lines.join(',\n')}\n${indent}${close}`;
}
