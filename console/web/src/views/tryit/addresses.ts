/** One of the broker's listeners, as it says which it has. */
export interface Listener {
    port: number;
    host?: string;
    protocol: string;
    tls: boolean;
}

type Page = Pick<Location, 'protocol' | 'hostname'>;

/** Where those browsers reach that came to the page as this one did. */
const WHERE_THE_PAGE_IS = ['', '0.0.0.0', '::', '0:0:0:0:0:0:0:0', '127.0.0.1', 'localhost'];

/** Where a browser can connect, the best first: a page that came encrypted may connect to nothing else. */
export function addressesOf(listeners: Listener[], page: Page): string[] {
    const wanted = page.protocol === 'https:';
    return listeners
        .filter(({ protocol }) => protocol === 'websockets')
        .toSorted((one, other) => Number(other.tls === wanted) - Number(one.tls === wanted))
        .map(({ host = '', port, tls }) => {
            const name = WHERE_THE_PAGE_IS.includes(host) ? page.hostname : host.includes(':') ? `[${host}]` : host;
            return `${tls ? 'wss' : 'ws'}://${name}:${port}`;
        });
}

/** Where a browser can connect usually. */
export function usualAddress({ protocol, hostname }: Page): string {
    return protocol === 'https:' ? `wss://${hostname}:8084` : `ws://${hostname}:8083`;
}
