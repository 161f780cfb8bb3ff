/** Where in the view one is, as the address says. */
import { addressOf } from '../../lib/address';

export const tabs = [
    { tab: 'list', title: 'Clients' },
    { tab: 'groups', title: 'Shared groups' },
    { tab: 'bans', title: 'Bans' },
    { tab: 'listeners', title: 'Listeners' },
] as const;

export type Tab = (typeof tabs)[number]['tab'];

/** The part that is shown. */
export function tabAt(place: string[]): Tab {
    return tabs.find(({ tab }) => tab === place[1])?.tab ?? 'list';
}

/** Whose details are open: #/clients/list/CLIENT. */
export function clientAt(place: string[]): string | undefined {
    return tabAt(place) === 'list' ? place[2] : undefined;
}

/** The address of one of the parts, or of a client. */
export function hashOf(tab: Tab, client?: string): string {
    return addressOf('clients', tab, ...(client === undefined ? [] : [client]));
}
