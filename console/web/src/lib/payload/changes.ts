import { children, scalar } from './json';
import { below, WHOLE } from './numbers';

/** A value at a path that is not what it was; undefined where there is, or was, none. */
export interface Change {
    path: string;
    before: string | undefined;
    after: string | undefined;
}

const TEXT_MAX = 60;

/** What differs between two structures, by path; the first few, in the order of the second. */
export function changes(before: unknown, after: unknown, changesMax = 8): Change[] {
    const found: Change[] = [];
    compare(before, after, WHOLE, found, changesMax);
    return found;
}

function compare(before: unknown, after: unknown, path: string, found: Change[], changesMax: number): void {
    if (found.length >= changesMax) {
        return;
    }
    const [then, now] = [children(before), children(after)];
    if (!then || !now || Array.isArray(before) !== Array.isArray(after)) {
        const [was, is] = [text(before), text(after)];
        if (was !== is) {
            found.push({ path, before: cut(was), after: cut(is) });
        }
        return;
    }
    const old = new Map(then);
    for (const [name, item] of now) {
        compare(old.get(name), item, below(path, name, Array.isArray(after)), found, changesMax);
        old.delete(name);
    }
    for (const [name, item] of old) {
        compare(item, undefined, below(path, name, Array.isArray(after)), found, changesMax);
    }
}

function text(value: unknown): string | undefined {
    return value === undefined ? undefined : scalar(value);
}

function cut(text: string | undefined): string | undefined {
    return text !== undefined && text.length > TEXT_MAX ? `${text.slice(0, TEXT_MAX)}…` : text;
}
