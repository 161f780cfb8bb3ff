import { ask, Problem } from '../../lib/api';
import { renew } from './me';

/** What somebody logs in with. */
export type Credentials = { name: string; password: string } | { token: string } | { code: string };

/** Logs in; throws a Problem when the broker does not know him. */
export async function logIn(credentials: Credentials): Promise<void> {
    await ask<void>('POST', '/api/login', credentials);
    await renew();
}

export async function logOut(): Promise<void> {
    await ask<void>('POST', '/api/logout');
    await renew();
}

/** Why somebody is not let in, for him who sees the form. */
export function reason(failure: unknown): unknown {
    return failure instanceof Problem && failure.status === 401
        ? new Error('The broker does not know this: look for a wrong letter, or whether it has ended.')
        : failure;
}

/** The code in an address like #/login?code=x, with which a browser logs in once. */
export function codeIn(hash: string): string | undefined {
    const found = /^#\/?login\?(.*)$/.exec(hash);
    return (found && new URLSearchParams(found[1]).get('code')) || undefined;
}

/** Whether what is typed can be read on its way: neither TLS nor this machine. */
export function isExposed(place: { protocol: string; hostname: string }): boolean {
    const local = /^(localhost|127\.[0-9.]+|\[::1\])$/.test(place.hostname);
    return place.protocol !== 'https:' && !local;
}
