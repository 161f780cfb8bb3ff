/** What is told of a client that is followed. */

export interface Line {
    number: number;
    /** Milliseconds since 1970. */
    time: number;
    /** in, out, queued, lost, refused, routed, ended; empty for what the page says itself. */
    kind: string;
    text: string;
}

/** Lines that are kept, at most. */
export const LINES_MAX = 500;

/** A line without what is the same in all: the client. */
export function lineOf(number: number, told: { time: number; text: string }): Line {
    const text = told.text.replace(/^client=\S* /, '');
    const kind = text.split(' ', 1)[0] ?? '';
    return { number, time: told.time, kind, text: text.slice(kind.length + 1) };
}

/** The lines with one more; the oldest go when there are too many. */
export function added(lines: Line[], line: Line): Line[] {
    return [...lines.slice(-(LINES_MAX - 1)), line];
}

export function matching(lines: Line[], wanted: string): Line[] {
    const low = wanted.trim().toLowerCase();
    return low ? lines.filter((line) => `${line.kind} ${line.text}`.toLowerCase().includes(low)) : lines;
}

/** For the clipboard, with the date. */
export function asText(lines: Line[]): string {
    return lines.map((line) => `${new Date(line.time).toISOString()} ${line.kind} ${line.text}`.trim()).join('\n');
}
