/** What changed between two texts, by line (E. Myers: An O(ND) difference algorithm, 1986). */

/** A line of both, of the first only (-), or of the second only (+). */
export interface DiffLine {
    op: ' ' | '-' | '+';
    text: string;
}

/** Beyond as many changes, all of what differs counts as replaced: the time grows with their square. */
const CHANGES_MAX = 400;

export function diffLines(before: string, after: string): DiffLine[] {
    const a = before.split('\n');
    const b = after.split('\n');
    let start = 0;
    while (start < a.length && start < b.length && a[start] === b[start]) {
        start++;
    }
    let end = 0;
    while (end < a.length - start && end < b.length - start && a[a.length - 1 - end] === b[b.length - 1 - end]) {
        end++;
    }
    return [
        ...lines(' ', a.slice(0, start)),
        ...middle(a.slice(start, a.length - end), b.slice(start, b.length - end)),
        ...lines(' ', a.slice(a.length - end)),
    ];
}

/** The changed lines with a few around them; undefined is where lines were left out. */
export function withContext(diff: DiffLine[], around = 2): (DiffLine | undefined)[] {
    const kept = new Set<number>();
    diff.forEach((line, at) => {
        for (let near = at - around; line.op !== ' ' && near <= at + around; near++) {
            kept.add(near);
        }
    });
    const shown: (DiffLine | undefined)[] = [];
    diff.forEach((line, at) => {
        if (kept.has(at)) {
            shown.push(line);
        } else if (at === 0 || kept.has(at - 1)) {
            shown.push(undefined);
        }
    });
    return shown;
}

function lines(op: DiffLine['op'], texts: string[]): DiffLine[] {
    return texts.map((text) => ({ op, text }));
}

function middle(a: string[], b: string[]): DiffLine[] {
    const steps = a.length === 0 || b.length === 0 ? undefined : furthest(a, b);
    return steps ? backwards(a, b, steps) : [...lines('-', a), ...lines('+', b)];
}

/**
 * For each number of changes, how far into a one comes on each diagonal (k = x - y); undefined when there are too many
 * changes.
 */
function furthest(a: string[], b: string[]): Map<number, number>[] | undefined {
    const steps: Map<number, number>[] = [];
    let reached = new Map([[1, 0]]);
    for (let changes = 0; changes <= Math.min(CHANGES_MAX, a.length + b.length); changes++) {
        const next = new Map<number, number>();
        for (let k = -changes; k <= changes; k += 2) {
            let x = isInsert(reached, k, changes) ? at(reached, k + 1) : at(reached, k - 1) + 1;
            while (x < a.length && x - k < b.length && a[x] === b[x - k]) {
                x++;
            }
            next.set(k, x);
            if (x >= a.length && x - k >= b.length) {
                return [...steps, next];
            }
        }
        steps.push(next);
        reached = next;
    }
    return undefined;
}

function backwards(a: string[], b: string[], steps: Map<number, number>[]): DiffLine[] {
    const found: DiffLine[] = [];
    let x = a.length;
    let y = b.length;
    for (let changes = steps.length - 1; changes >= 0; changes--) {
        const before = steps[changes - 1] ?? new Map([[1, 0]]);
        const k = x - y;
        const inserted = isInsert(before, k, changes);
        const fromK = inserted ? k + 1 : k - 1;
        const fromX = at(before, fromK);
        const fromY = fromX - fromK;
        while (x > fromX && y > fromY && x > 0 && y > 0) {
            found.push({ op: ' ', text: a[--x] ?? '' });
            y--;
        }
        if (changes > 0) {
            found.push(inserted ? { op: '+', text: b[--y] ?? '' } : { op: '-', text: a[--x] ?? '' });
        }
    }
    return found.reverse();
}

function isInsert(reached: Map<number, number>, k: number, changes: number): boolean {
    return k === -changes || (k !== changes && at(reached, k - 1) < at(reached, k + 1));
}

function at(reached: Map<number, number>, k: number): number {
    return reached.get(k) ?? -1;
}
