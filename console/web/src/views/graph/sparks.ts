/** Messages on their way along edges: not each one, but as many as can be seen. */

import { type Edge, edgeKey, type FlowsData, type Network } from './network';

export const SPARKS_MAX = 600;
/** New ones in a tenth of a second. */
const SPAWN_MAX = 70;
/** There are ten events a second, and fewer when the broker has much else to do. */
const BETWEEN_EVENTS_MILLIS = 100;
const BETWEEN_EVENTS_MILLIS_MAX = 500;
const SLOW_MILLIS = 1_100;
const FAST_MILLIS = 500;

export interface Spark {
    edge: Edge;
    start: number;
    millis: number;
}

/** How long a spark takes: the shorter the more there are. */
export function travelMillis(rate: number): number {
    return Math.max(FAST_MILLIS, SLOW_MILLIS - 200 * Math.log10(1 + rate));
}

export class Sparks {
    flying: Spark[] = [];
    private spawnedAt = 0;

    /** Lets some fly for what happened; a share of each edge's messages when there are too many. */
    spawn(network: Network, flows: FlowsData, now: number, random: () => number = Math.random): void {
        const total = flows.edges.reduce((sum, [, , count]) => sum + count, 0);
        const since = Math.min(BETWEEN_EVENTS_MILLIS_MAX, Math.max(BETWEEN_EVENTS_MILLIS, now - this.spawnedAt));
        this.spawnedAt = now;
        const room = Math.min((SPAWN_MAX * since) / BETWEEN_EVENTS_MILLIS, SPARKS_MAX - this.flying.length);
        const share = Math.min(1, room / Math.max(1, total));
        for (const [from, to, count] of flows.edges) {
            const edge = network.edges.get(edgeKey(from, to));
            let wanted = count * share;
            for (; edge && wanted > 0 && this.flying.length < SPARKS_MAX; wanted--) {
                if (wanted >= 1 || random() < wanted) {
                    const start = now + random() * since;
                    this.flying.push({ edge, start, millis: travelMillis(edge.rate) });
                }
            }
        }
    }

    /** Lets go of those that have arrived. */
    land(now: number): void {
        this.flying = this.flying.filter((spark) => now < spark.start + spark.millis);
    }

    clear(): void {
        this.flying = [];
    }
}
