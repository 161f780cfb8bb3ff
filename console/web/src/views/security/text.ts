/** Texts of lines: changes of them, and what is different. */

import type { Suggestion } from './model';

const EDITS_MAX = 2_000_000;
const LETTERS = 'abcdefghijkmnpqrstuvwxyzABCDEFGHJKLMNPQRSTUVWXYZ23456789';

/** The lines of a text; what ends with a line end has no empty last line. */
export function lines(text: string): string[] {
    const all = text.split('\n');
    if (all.at(-1) === '') {
        all.pop();
    }
    return all;
}

/** A text with the change that is suggested. */
export function applied(text: string, suggestion: Suggestion): string {
    const all = lines(text);
    all.splice(suggestion.line - 1, suggestion.removes, ...suggestion.lines);
    return `${all.join('\n')}\n`;
}

export interface Difference {
    sign: ' ' | '+' | '-' | '…';
    text: string;
    /** In the new text; of what is gone, in the old one. */
    line: number;
}

/** What is different, with some lines around it; empty when nothing is. */
export function difference(before: string, after: string, around = 2): Difference[] {
    const all = compared(lines(before), lines(after));
    const near = new Set<number>();
    all.forEach((each, at) => {
        if (each.sign !== ' ') {
            for (let i = at - around; i <= at + around; i++) {
                near.add(i);
            }
        }
    });
    const shown: Difference[] = [];
    all.forEach((each, at) => {
        if (near.has(at)) {
            if (shown.length > 0 && !near.has(at - 1)) {
                shown.push({ sign: '…', text: '', line: 0 });
            }
            shown.push(each);
        }
    });
    return shown;
}

function compared(before: string[], after: string[]): Difference[] {
    let start = 0;
    while (start < before.length && start < after.length && before[start] === after[start]) {
        start++;
    }
    let end = 0;
    while (end < before.length - start && end < after.length - start && before.at(-1 - end) === after.at(-1 - end)) {
        end++;
    }
    const same = (from: number, to: number): Difference[] =>
        after.slice(from, to).map((text, i) => ({ sign: ' ', text, line: from + i + 1 }));
    return [
        ...same(0, start),
        ...middle(before.slice(start, before.length - end), after.slice(start, after.length - end), start),
        ...same(after.length - end, after.length),
    ];
}

/** The fewest lines that are gone and new; all of them when there are too many to find out. */
function middle(before: string[], after: string[], start: number): Difference[] {
    const gone = (at: number): Difference => ({ sign: '-', text: before[at] ?? '', line: start + at + 1 });
    const come = (at: number): Difference => ({ sign: '+', text: after[at] ?? '', line: start + at + 1 });
    if (before.length * after.length > EDITS_MAX) {
        return [...before.map((_, at) => gone(at)), ...after.map((_, at) => come(at))];
    }
    const width = after.length + 1;
    const common = new Uint32Array((before.length + 1) * width);
    const at = (i: number, j: number) => common[i * width + j] ?? 0;
    for (let i = before.length - 1; i >= 0; i--) {
        for (let j = after.length - 1; j >= 0; j--) {
            common[i * width + j] =
                before[i] === after[j] ? at(i + 1, j + 1) + 1 : Math.max(at(i + 1, j), at(i, j + 1));
        }
    }
    const found: Difference[] = [];
    let i = 0;
    let j = 0;
    while (i < before.length || j < after.length) {
        if (i < before.length && j < after.length && before[i] === after[j]) {
            found.push({ sign: ' ', text: after[j] ?? '', line: start + j + 1 });
            i++;
            j++;
        } else if (i < before.length && (j === after.length || at(i + 1, j) >= at(i, j + 1))) {
            found.push(gone(i++));
        } else {
            found.push(come(j++));
        }
    }
    return found;
}

/** Where a line begins and ends in a text, 1 for the first. */
export function span(text: string, line: number): [number, number] {
    let start = 0;
    for (let i = 1; i < line; i++) {
        const next = text.indexOf('\n', start);
        if (next < 0) {
            break;
        }
        start = next + 1;
    }
    const end = text.indexOf('\n', start);
    return [start, end < 0 ? text.length : end];
}

/** A password that nobody guesses, of letters and digits that are not mistaken for others: 20 have 115 bits. */
export function password(length = 20): string {
    const limit = 256 - (256 % LETTERS.length);
    let made = '';
    while (made.length < length) {
        for (const byte of crypto.getRandomValues(new Uint8Array(2 * length))) {
            if (byte < limit && made.length < length) {
                made += LETTERS[byte % LETTERS.length];
            }
        }
    }
    return made;
}
