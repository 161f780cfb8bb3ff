/** What the broker tells, for as long as somebody wants to know. */

import { listen, type Stream } from '../../lib/events';
import type { FlowsData, GraphData } from './network';

/** What is to be seen. */
export interface Wish {
    /** A topic filter; empty for all. */
    filter: string;
    /** Part of client ids; empty for all. */
    client: string;
    /** Groups that are split. */
    open: string[];
}

export interface Events {
    graph(graph: GraphData): void;
    flows(flows: FlowsData): void;
    /** Whether the broker answers, and if not, what it says. */
    state(problem: string): void;
}

const AGAIN_AFTER_MILLIS = 2_000;

export function address({ filter, client, open }: Wish): string {
    const query = new URLSearchParams();
    if (filter) {
        query.set('filter', filter);
    }
    if (client) {
        query.set('client', client);
    }
    for (const group of open) {
        query.append('open', group);
    }
    const text = query.toString();
    return `/api/graph/stream${text && '?'}${text}`;
}

/** Says what is wrong with a topic filter; nothing when it is one, or empty. */
export function wrongFilter(text: string): string {
    const levels = text.split('/');
    if (levels.slice(0, -1).includes('#') || levels.some((level) => level.length > 1 && level.includes('#'))) {
        return '# must be the whole last level, as in home/#';
    }
    return levels.some((level) => level.length > 1 && level.includes('+'))
        ? '+ must be a whole level, as in home/+/light'
        : '';
}

/** Listens, and begins again when the broker has gone or refuses. */
export function follow(wish: Wish, events: Events): Stream {
    const path = address(wish);
    let stream: Stream | undefined;
    let timer: ReturnType<typeof setTimeout> | undefined;
    const begin = () => {
        stream = listen(path, { graph: events.graph, flows: events.flows }, (open) => {
            clearTimeout(timer);
            if (open) {
                events.state('');
            } else {
                timer = setTimeout(again, AGAIN_AFTER_MILLIS);
            }
        });
    };
    const again = async () => {
        stream?.close();
        stream = undefined;
        events.state(await refusal(path));
        if (timer !== undefined) {
            begin();
        }
    };
    begin();
    return {
        close() {
            clearTimeout(timer);
            timer = undefined;
            stream?.close();
        },
    };
}

/** An event stream does not say why it was refused: this asks. */
async function refusal(path: string): Promise<string> {
    const end = new AbortController();
    try {
        const answer = await fetch(path, { signal: end.signal });
        return answer.ok ? '' : ((await answer.json()) as { detail: string }).detail;
    } catch {
        return 'The broker does not answer. Trying again …';
    } finally {
        end.abort();
    }
}
