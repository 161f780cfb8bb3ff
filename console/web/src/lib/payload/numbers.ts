import { children } from './json';

/** The path of a payload that is a number itself. */
export const WHOLE = '';
const PATHS_MAX = 200;
const PLAIN_NAME = /^[A-Za-z_][\w-]*$/;

/** Each number in a value by its path, as in "sensors[0].temp"; the first 200. */
export function numbersIn(value: unknown): Map<string, number> {
    const found = new Map<string, number>();
    collect(value, WHOLE, found);
    return found;
}

function collect(value: unknown, path: string, found: Map<string, number>): void {
    if (found.size >= PATHS_MAX) {
        return;
    }
    const number = typeof value === 'bigint' ? Number(value) : value;
    if (typeof number === 'number' && Number.isFinite(number)) {
        found.set(path, number);
        return;
    }
    for (const [name, item] of children(value) ?? []) {
        collect(item, below(path, name, Array.isArray(value)), found);
    }
}

/** The path of what is in a structure at a path. */
export function below(path: string, name: string, isItem: boolean): string {
    if (isItem) {
        return `${path}[${name}]`;
    }
    if (!PLAIN_NAME.test(name)) {
        return `${path}[${JSON.stringify(name)}]`;
    }
    return path === WHOLE ? name : `${path}.${name}`;
}
