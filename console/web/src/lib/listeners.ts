import { get } from './api';

/** One of the broker's listeners, as it says which it has. */
export interface Listener {
    name: string;
    /** 0 of a Unix domain socket. */
    port: number;
    host?: string;
    protocol: string;
    tls: boolean;
    address: string;
    connections: number;
    max_connections?: number;
    /** The origins of the pages that may connect; absent when all may. */
    origins?: string[];
}

/** Where the broker can be reached. Throws a Problem. */
export async function allListeners(): Promise<Listener[]> {
    return (await get<{ listeners: Listener[] }>('/api/listeners')).listeners;
}

/** Hosts that are where the page is: those browsers reach them that came to the page as this one did. */
const WHERE_THE_PAGE_IS = ['', '0.0.0.0', '::', '[::]', '*', '0:0:0:0:0:0:0:0', '127.0.0.1', '::1', 'localhost'];

/** The host of a listener, as a browser writes it that has the page from this host. */
export function hostOf({ host = '' }: Pick<Listener, 'host'>, pageHost: string): string {
    if (WHERE_THE_PAGE_IS.includes(host)) {
        return pageHost;
    }
    return host.includes(':') ? `[${host}]` : host;
}
