/** What /api/status and /api/status/history answer, and what the page makes of it. */

export type Severity = 'critical' | 'warning' | 'notice';

/** Something that needs attention. */
export interface Need {
    severity: Severity;
    what: string;
    why: string;
    mend: string;
    link?: string;
}

export interface Times {
    p50_millis?: number;
    p99_millis?: number;
}

export interface Status {
    time: number;
    version: string;
    uptime_seconds: number;
    state: 'ok' | Severity;
    connections: number;
    clients: number;
    sessions: number;
    subscriptions: number;
    retained_messages: number;
    messages_in: number;
    messages_out: number;
    bytes_in: number;
    bytes_out: number;
    queued_messages: number;
    queued_bytes: number;
    inflight_messages: number;
    memory_held_bytes: number;
    memory_limit_bytes: number;
    heap_bytes: number;
    heap_max_bytes: number;
    process_memory_bytes?: number;
    cpu: number;
    processors: number;
    store: { status: string; accepting: boolean; pending_bytes: number; disk_bytes: number; free_bytes: number };
    commit: Times;
    publish: Times;
    dropped: Record<string, number>;
    dropped_last_minute: Record<string, number>;
    refused: number;
    newest: Partial<Record<Series, number>>;
    attention: Need[];
}

export const SERIES = [
    'messages_in',
    'messages_out',
    'bytes_in',
    'bytes_out',
    'clients',
    'queued_messages',
    'memory_held_bytes',
    'cpu',
    'dropped',
    'commit_p99_millis',
] as const;
export type Series = (typeof SERIES)[number];

/** The last ten minutes; times are seconds since 1970. */
export interface Recent {
    times: number[];
    series: Record<Series, (number | null)[]>;
}

const KEPT = 600;

/** What the broker remembers. */
export function remembered(history: { times: number[]; series: Record<string, (number | null)[]> }): Recent {
    return {
        times: history.times.map((time) => time / 1000),
        series: each((name) => history.series[name] ?? []),
    };
}

/** With one more second; what is told again is not added again. */
export function withSecond(recent: Recent, status: Status): Recent {
    const time = status.time / 1000;
    if (time <= (recent.times.at(-1) ?? 0)) {
        return recent;
    }
    return {
        times: [...recent.times, time].slice(-KEPT),
        series: each((name) => [...recent.series[name], status.newest[name] ?? null].slice(-KEPT)),
    };
}

export const NOTHING: Recent = { times: [], series: each(() => []) };

function each(values: (name: Series) => (number | null)[]): Recent['series'] {
    return Object.fromEntries(SERIES.map((name) => [name, values(name)])) as Recent['series'];
}

/** One sentence on how the broker is. */
export function health(status: Status): string {
    const count = status.attention.length;
    switch (status.state) {
        case 'ok':
            return 'All is well.';
        case 'notice':
            return 'All is well; something is good to know.';
        case 'warning':
            return count === 1 ? 'Something needs attention.' : `${count} things need attention.`;
        case 'critical':
            return 'Messages or clients are refused: this needs attention now.';
    }
}

/** Whether nobody has used it yet, so that the first steps help. */
export function isEmpty(status: Status): boolean {
    return status.sessions === 0 && status.retained_messages === 0;
}

/** A time for people: 0.4 ms, 12 ms, 1.5 s; of what is measured in powers of two the last digits mean nothing. */
export function millis(value: number | undefined): string {
    if (value === undefined) {
        return '–';
    }
    if (value >= 1000) {
        return `${(value / 1000).toFixed(1)} s`;
    }
    return `${value >= 10 ? Math.round(value) : value.toFixed(value >= 1 ? 1 : 2)} ms`;
}

/** A part of a whole, in percent. */
export function percent(part: number, whole: number): string {
    const value = whole > 0 ? (100 * part) / whole : 0;
    return `${value >= 10 || value === 0 ? Math.round(value) : value.toFixed(1)} %`;
}

export function sum(counts: Record<string, number>): number {
    return Object.values(counts).reduce((all, one) => all + one, 0);
}
