import type { Row } from './tree';

/** What a key does in a tree, as in the ARIA pattern: the row to go to, or what to do with the one that is active. */
export type Step = { go: number } | { act: 'open' | 'close' | 'choose' };

export function stepOf(key: string, rows: Row[], active: number, pageRows: number): Step | undefined {
    const row = rows[active];
    const last = rows.length - 1;
    switch (key) {
        case 'ArrowDown':
            return { go: Math.min(last, active + 1) };
        case 'ArrowUp':
            return { go: Math.max(0, active - 1) };
        case 'PageDown':
            return { go: Math.min(last, active + pageRows) };
        case 'PageUp':
            return { go: Math.max(0, active - pageRows) };
        case 'Home':
            return { go: 0 };
        case 'End':
            return { go: last };
        case 'ArrowRight':
            return row && inwards(row, active);
        case 'ArrowLeft':
            return row && outwards(row, rows, active);
        case 'Enter':
        case ' ':
            return row && { act: 'choose' };
        default:
            return key.length === 1 ? named(key, rows, active) : undefined;
    }
}

function inwards(row: Row, active: number): Step | undefined {
    if (!row.node?.children) {
        return undefined;
    }
    return row.open ? { go: active + 1 } : { act: 'open' };
}

function outwards(row: Row, rows: Row[], active: number): Step | undefined {
    if (row.open) {
        return { act: 'close' };
    }
    for (let at = active - 1; at >= 0; at--) {
        if ((rows[at]?.depth ?? 0) < row.depth) {
            return { go: at };
        }
    }
    return undefined;
}

/** The next row whose name begins so. */
function named(letter: string, rows: Row[], active: number): Step | undefined {
    for (let step = 1; step <= rows.length; step++) {
        const at = (Math.max(0, active) + step) % rows.length;
        if (rows[at]?.node?.name.toLowerCase().startsWith(letter.toLowerCase())) {
            return { go: at };
        }
    }
    return undefined;
}
