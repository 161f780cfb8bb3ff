/** Where in the view one is: `#/security/PART/...`. */

import { signal } from '@preact/signals';

function current(): string[] {
    return location.hash
        .split('/')
        .slice(2)
        .filter((part) => part !== '')
        .map(decodeURIComponent);
}

export const place = signal(current());
addEventListener('hashchange', () => {
    place.value = current();
});

/** The address of a part. */
export function to(...parts: string[]): string {
    return `#/security/${parts.map(encodeURIComponent).join('/')}`;
}
