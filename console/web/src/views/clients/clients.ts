/** Clients and sessions as the broker tells of them. */

/** One of the list: /api/clients. */
export interface Client {
    client: string;
    user?: string;
    address?: string;
    connected: boolean;
    version?: string;
    /** Milliseconds since 1970 when it connected or, while it is away, when it went. */
    since: number;
    subscriptions: number;
    queued_messages: number;
    queued_bytes: number;
    inflight_messages: number;
    inflight_bytes: number;
    waiting_bytes: number;
    received: number;
    received_bytes: number;
    sent: number;
    sent_bytes: number;
    received_rate: number;
    received_bytes_rate: number;
    sent_rate: number;
    sent_bytes_rate: number;
}

export interface ClientList {
    matched: number;
    clients: Client[];
}

/** One alone: /api/clients/{client}. */
export interface ClientFacts {
    session: Client;
    stored: boolean;
    /** Absent when the session never ends. */
    expiry_seconds?: number;
    will_topic?: string;
    /** Absent while it is away. */
    connection?: {
        listener: string;
        protocol: string;
        tls: boolean;
        certified: boolean;
        keep_alive_seconds: number;
        clean_start: boolean;
        receive_maximum: number;
    };
}

export interface Subscription {
    filter: string;
    qos: number;
    no_local: boolean;
    retain_as_published: boolean;
    retain_handling: number;
    identifier?: number;
    shared: boolean;
}

/** What is in a session: /api/sessions/{client}. */
export interface Session {
    queued_messages: number;
    queued_bytes: number;
    queue: { topic: string; qos: number; retain: boolean; bytes: number }[];
    inflight_messages: number;
    inflight: { packet_id: number; topic: string; qos: number; state: string; bytes: number }[];
    subscription_count: number;
    subscriptions: Subscription[];
}

export interface Group {
    group: string;
    name: string;
    filter: string;
    waiting_messages: number;
    waiting_bytes: number;
    member_count: number;
    members: { client: string; connected: boolean; inflight_messages: number }[];
}

export interface Ban {
    client?: string;
    address?: string;
    by: 'administrator' | 'logins';
    seconds_left: number;
    failures?: number;
}

export interface Drain {
    draining: boolean;
    connected: number;
    seconds?: number;
    since?: number;
}

/** What sessions can be ordered by. */
export const orders = [
    { sort: 'name', title: 'Name' },
    { sort: 'slow', title: 'Slowest: bytes behind' },
    { sort: 'queue', title: 'Longest queue' },
    { sort: 'messages', title: 'Chattiest: messages' },
    { sort: 'bytes', title: 'Biggest: bytes' },
] as const;

export type Sort = (typeof orders)[number]['sort'];

/** What is looked for. */
export interface Query {
    search: string;
    sort: Sort;
    /** Only those who are there, or who are away; empty for all. */
    connected: '' | 'true' | 'false';
    limit: number;
}

export const LIMIT_STEP = 100;
export const LIMIT_MAX = 1000;

export function listPath(query: Query): string {
    const parameters = new URLSearchParams({ sort: query.sort, limit: String(query.limit) });
    if (query.search.trim()) {
        parameters.set('search', query.search.trim());
    }
    if (query.connected) {
        parameters.set('connected', query.connected);
    }
    return `/api/clients?${parameters}`;
}

export function clientPath(id: string, what = ''): string {
    return `/api/clients/${encodeURIComponent(id)}${what}`;
}

export function sessionPath(id: string, what = ''): string {
    return `/api/sessions/${encodeURIComponent(id)}${what}`;
}

/**
 * What is shown next. While somebody points at the list the order of before is held, so that nothing moves away under
 * the pointer: what is new comes last.
 */
export function settle(shown: Client[], latest: Client[], held: boolean): Client[] {
    if (!held) {
        return latest;
    }
    const byId = new Map(latest.map((client) => [client.client, client]));
    const stays = shown.flatMap((client) => byId.get(client.client) ?? []);
    const known = new Set(stays.map((client) => client.client));
    return [...stays, ...latest.filter((client) => !known.has(client.client))];
}

/** What a client has not taken yet, wherever it lies, in bytes. */
export function behindBytes(client: Client): number {
    return client.queued_bytes + client.inflight_bytes + client.waiting_bytes;
}

/** How many are shown of how many there are. */
export function counted(list: ClientList): string {
    const what = list.matched === 1 ? 'client' : 'clients';
    return list.clients.length < list.matched
        ? `${list.clients.length} of ${list.matched.toLocaleString('en')} ${what}`
        : `${list.matched.toLocaleString('en')} ${what}`;
}
