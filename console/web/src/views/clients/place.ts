/** Where in the view one is, as the address says. */

export const tabs = [
    { tab: 'list', title: 'Clients' },
    { tab: 'groups', title: 'Shared groups' },
    { tab: 'bans', title: 'Bans' },
    { tab: 'listeners', title: 'Listeners' },
] as const;

export type Tab = (typeof tabs)[number]['tab'];

export interface Place {
    tab: Tab;
    /** Whose details are open. */
    client?: string;
}

/** The place that an address names: #/clients/list/CLIENT. */
export function placeOf(hash: string): Place {
    const [, , tab, client] = hash.split('/');
    const known = tabs.find((each) => each.tab === tab)?.tab ?? 'list';
    return known === 'list' && client ? { tab: known, client: decoded(client) } : { tab: known };
}

function decoded(text: string): string {
    try {
        return decodeURIComponent(text);
    } catch {
        return text;
    }
}

export function hashOf(place: Place): string {
    const tail = place.client === undefined ? '' : `/${encodeURIComponent(place.client)}`;
    return `#/clients/${place.tab}${tail}`;
}
