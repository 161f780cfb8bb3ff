import { hostOf, type Listener } from '../../lib/listeners';

type Page = Pick<Location, 'protocol' | 'hostname' | 'origin'>;

/** Where a browser can connect. */
export interface Address {
    url: string;
    /** Whether pages of this origin may connect there. */
    open: boolean;
}

/** Where a browser can connect, the best first: a page that came encrypted may connect to nothing else. */
export function addressesOf(
    listeners: Pick<Listener, 'host' | 'port' | 'protocol' | 'tls' | 'origins'>[],
    page: Page,
): Address[] {
    const encrypted = page.protocol === 'https:';
    return listeners
        .filter(({ protocol }) => protocol === 'websockets')
        .map((listener) => ({
            url: `${listener.tls ? 'wss' : 'ws'}://${hostOf(listener, page.hostname)}:${listener.port}`,
            open: listener.origins === undefined || listener.origins.includes(page.origin),
            fits: listener.tls === encrypted,
        }))
        .toSorted((one, other) => Number(other.open) - Number(one.open) || Number(other.fits) - Number(one.fits))
        .map(({ url, open }) => ({ url, open }));
}

/** Where a browser can connect usually. */
export function usualAddress({ protocol, hostname }: Page): Address {
    return { url: protocol === 'https:' ? `wss://${hostname}:8084` : `ws://${hostname}:8083`, open: true };
}
