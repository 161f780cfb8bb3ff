import { bytes, count, rate } from '../../lib/format';
import { Plot } from '../../parts/Plot';
import { millis, percent, type Recent, type Series, type Status, sum } from './status';

interface Tile {
    title: string;
    value: string;
    more: string;
    series: Series;
    bad?: boolean;
}

function tiles(status: Status): Tile[] {
    const lost = sum(status.dropped_last_minute);
    return [
        {
            title: 'Clients',
            value: count(status.clients),
            more: `${count(status.sessions)} sessions, ${count(status.subscriptions)} subscriptions`,
            series: 'clients',
        },
        {
            title: 'Messages',
            value: rate(status.messages_out),
            more: `out; ${rate(status.messages_in)} in, ${count(status.retained_messages)} retained`,
            series: 'messages_out',
        },
        {
            title: 'Waiting in queues',
            value: count(status.queued_messages),
            more: `${bytes(status.queued_bytes)}; ${count(status.inflight_messages)} in flight`,
            series: 'queued_messages',
        },
        {
            title: 'Not delivered',
            value: count(lost),
            more: `in the last minute; ${count(sum(status.dropped))} since the start`,
            series: 'dropped',
            bad: lost > 0,
        },
        {
            title: 'Commit time',
            value: millis(status.commit.p50_millis),
            more: `half of them; 99 of 100 within ${millis(status.commit.p99_millis)}`,
            series: 'commit_p99_millis',
        },
        {
            title: 'Memory for messages',
            value: bytes(status.memory_held_bytes),
            more: `${percent(status.memory_held_bytes, status.memory_limit_bytes)} of ${bytes(status.memory_limit_bytes)}; heap ${bytes(status.heap_bytes)} of ${bytes(status.heap_max_bytes)}`,
            series: 'memory_held_bytes',
            bad: status.memory_held_bytes > status.memory_limit_bytes,
        },
        {
            title: 'Processor',
            value: percent(status.cpu, status.processors),
            more: `of ${status.processors}${status.process_memory_bytes ? `; the process takes ${bytes(status.process_memory_bytes)}` : ''}`,
            series: 'cpu',
        },
    ];
}

/** The figures that say most, each with the line of the last ten minutes. */
export function Tiles({ status, recent }: { status: Status; recent: Recent }) {
    return (
        <div class="overview-tiles">
            {tiles(status).map((tile) => (
                <section class="card overview-tile" key={tile.title}>
                    <h2>{tile.title}</h2>
                    <p class={`overview-value ${tile.bad ? 'bad' : ''}`}>{tile.value}</p>
                    <p class="quiet small">{tile.more}</p>
                    <Plot
                        spark
                        title={`${tile.title}, the last ten minutes`}
                        times={recent.times}
                        lines={[
                            {
                                label: 'now',
                                color: tile.bad ? 'var(--bad)' : 'var(--series-1)',
                                values: recent.series[tile.series],
                            },
                        ]}
                        format={count}
                        height={44}
                    />
                </section>
            ))}
        </div>
    );
}
