import { signal } from '@preact/signals';

/** The parts of an address: `#/clients/lamp%2F7` are `clients` and `lamp/7`. */
export function parts(hash: string): string[] {
    return hash
        .replace(/^#\/?/, '')
        .replace(/\?.*/, '')
        .split('/')
        .filter((part) => part !== '')
        .map(decoded);
}

function decoded(part: string): string {
    try {
        return decodeURIComponent(part);
    } catch {
        return part;
    }
}

/** Where the page is: the view first, what the view shows of itself behind it. */
export const place = signal(parts(location.hash));

addEventListener('hashchange', () => {
    place.value = parts(location.hash);
});

/** Goes to a place. */
export function go(...to: string[]): void {
    location.hash = `/${to.map(encodeURIComponent).join('/')}`;
}
