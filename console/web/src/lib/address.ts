/** Addresses within the page. */

/** The parts of an address: `#/clients/lamp%2F7` are `clients` and `lamp/7`. */
export function parts(address: string): string[] {
    return address
        .replace(/^#\/?/, '')
        .replace(/\?.*/, '')
        .split('/')
        .filter((part) => part !== '')
        .map(decoded);
}

/** A part that is not well encoded, as in an address typed by hand, is taken as it is. */
export function decoded(part: string): string {
    try {
        return decodeURIComponent(part);
    } catch {
        return part;
    }
}

/** The address of a place. */
export function addressOf(...to: string[]): string {
    return `#/${to.map(encodeURIComponent).join('/')}`;
}
