import { get, Problem, send } from '../../lib/api';
import { topicPath } from '../../lib/topics';
import { type Dashboard, toDashboard } from './tiles';

/** One of the dashboards that the broker keeps for who is logged in. */
export interface Listed {
    name: string;
    tiles: number;
    etag: string;
}

/** A dashboard, and what tells it from what it is later. */
export interface Kept {
    dashboard: Dashboard;
    etag: string;
}

export function pathOf(name: string): string {
    return `/api/dashboards/${encodeURIComponent(name)}`;
}

export async function list(): Promise<Listed[]> {
    return (await get<{ dashboards: Listed[] }>('/api/dashboards')).dashboards;
}

export async function load(name: string): Promise<Kept> {
    const response = await send('GET', pathOf(name));
    return { dashboard: toDashboard(await response.json()), etag: response.headers.get('etag') ?? '' };
}

/**
 * Saves it, and gives what tells it from later ones. Throws a Problem of status 412 when another window was faster.
 *
 * @param etag of what it replaces; null when it is new; undefined to replace whatever there is
 */
export async function save(name: string, dashboard: Dashboard, etag?: string | null): Promise<string> {
    const condition: Record<string, string> =
        etag === undefined ? {} : etag === null ? { 'if-none-match': '*' } : { 'if-match': etag };
    const response = await send('PUT', pathOf(name), JSON.stringify(dashboard), 'application/json', condition);
    return response.headers.get('etag') ?? '';
}

/** Saves one under a name that is free: the wanted one, or with a number behind it. */
export async function saveNew(wanted: string, dashboard: Dashboard): Promise<string> {
    for (let number = 1; ; number++) {
        const name = number === 1 ? wanted : `${wanted} ${number}`;
        try {
            await save(name, dashboard, null);
            return name;
        } catch (failure) {
            if (!(failure instanceof Problem && failure.status === 412)) {
                throw failure;
            }
        }
    }
}

export async function remove(name: string): Promise<void> {
    await send('DELETE', pathOf(name));
}

/** Publishes what a tile is for. */
export async function publish(topic: string, payload: string, qos: number, retain: boolean): Promise<void> {
    await send('POST', `${topicPath(topic)}?qos=${qos}&retain=${retain}`, payload);
}
