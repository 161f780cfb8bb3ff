import type { ComponentChildren } from 'preact';
import { bytes, count, duration, rate } from '../../lib/format';
import { moment } from '../../lib/times';
import { behindBytes, type Client, type Sort } from './clients';
import { hashOf } from './place';

interface Props {
    clients: Client[];
    sort: Sort;
    chosen: string | undefined;
    onSort: (sort: Sort) => void;
    /** Told whether somebody points at a row, with whatever he has. */
    onPoint: (on: boolean) => void;
}

/** Clients, one in a row; where there is little room, one in a card. */
export function Table({ clients, sort, chosen, onSort, onPoint }: Props) {
    const now = Date.now();
    const head = (order: Sort, title: string, number = true) => (
        <th
            scope="col"
            class={number ? 'number' : undefined}
            aria-sort={sort === order ? (order === 'name' ? 'ascending' : 'descending') : undefined}
        >
            <button type="button" class="clients-sort" onClick={() => onSort(order)}>
                {title}
            </button>
        </th>
    );
    return (
        <table class="clients-table">
            <thead>
                <tr>
                    {head('name', 'Client', false)}
                    <th scope="col">User</th>
                    <th scope="col" class="clients-minor">
                        Address
                    </th>
                    <th scope="col">Since</th>
                    <th scope="col" class="clients-minor">
                        MQTT
                    </th>
                    {head('messages', 'In')}
                    <th scope="col" class="number">
                        Out
                    </th>
                    {head('bytes', 'Bytes')}
                    {head('queue', 'Queue')}
                    <th scope="col" class="number">
                        In flight
                    </th>
                    {head('slow', 'Behind')}
                    <th scope="col" class="number clients-minor">
                        Filters
                    </th>
                </tr>
            </thead>
            <tbody
                onPointerEnter={() => onPoint(true)}
                onPointerLeave={() => onPoint(false)}
                onFocusIn={() => onPoint(true)}
                onFocusOut={() => onPoint(false)}
            >
                {clients.map((client) => (
                    <Row key={client.client} client={client} now={now} chosen={client.client === chosen} />
                ))}
            </tbody>
        </table>
    );
}

/** A click anywhere in the row opens the details, as the link does for those without a mouse. */
function Row({ client, now, chosen }: { client: Client; now: number; chosen: boolean }) {
    const href = hashOf('list', client.client);
    const open = (event: MouseEvent) => {
        if (!(event.target as Element).closest('a') && !getSelection()?.toString()) {
            location.hash = href;
        }
    };
    const there = client.connected;
    return (
        <tr class={chosen ? 'clients-chosen' : undefined} onClick={open}>
            <th scope="row" class="clients-id">
                <Presence connected={there} />
                <a href={href} aria-current={chosen ? 'true' : undefined} id={`client-${client.client}`}>
                    {client.client}
                </a>
            </th>
            <Cell title="User">{client.user ?? <Nothing />}</Cell>
            <Cell title="Address" minor>
                {client.address ?? <Nothing />}
            </Cell>
            <Cell title={there ? 'Connected' : 'Away'}>
                <time dateTime={new Date(client.since).toISOString()} title={moment(client.since)}>
                    {!there && <span class="clients-word">away </span>}
                    {duration(Math.max(0, now - client.since) / 1000)}
                </time>
            </Cell>
            <Cell title="MQTT" minor>
                {client.version ?? <Nothing />}
            </Cell>
            <Cell title="In" number quiet={client.received_rate === 0}>
                {there ? rate(client.received_rate) : <Nothing />}
            </Cell>
            <Cell title="Out" number quiet={client.sent_rate === 0}>
                {there ? rate(client.sent_rate) : <Nothing />}
            </Cell>
            <Cell title="Bytes" number quiet={client.received_bytes_rate + client.sent_bytes_rate === 0}>
                {there ? `${bytes(Math.round(client.received_bytes_rate + client.sent_bytes_rate))}/s` : <Nothing />}
            </Cell>
            <Cell title="Queue" number quiet={client.queued_messages === 0} warn={client.queued_messages > 0 && there}>
                {count(client.queued_messages)}
            </Cell>
            <Cell title="In flight" number quiet={client.inflight_messages === 0}>
                {count(client.inflight_messages)}
            </Cell>
            <Cell title="Behind" number quiet={behindBytes(client) === 0}>
                {bytes(behindBytes(client))}
            </Cell>
            <Cell title="Filters" number minor quiet={client.subscriptions === 0}>
                {count(client.subscriptions)}
            </Cell>
        </tr>
    );
}

interface CellProps {
    title: string;
    number?: boolean;
    minor?: boolean;
    quiet?: boolean;
    warn?: boolean;
    children: ComponentChildren;
}

function Cell({ title, number, minor, quiet, warn, children }: CellProps) {
    const classes = [number && 'number', minor && 'clients-minor', quiet && 'quiet', warn && 'clients-warn'];
    return (
        <td data-title={title} class={classes.filter(Boolean).join(' ')}>
            {children}
        </td>
    );
}

function Nothing() {
    return (
        <span class="quiet">
            –<span class="visually-hidden">nothing</span>
        </span>
    );
}

/** Whether a client is there: by colour, shape and word. */
export function Presence({ connected }: { connected: boolean }) {
    return (
        <span class={connected ? 'clients-dot' : 'clients-dot clients-away'} title={connected ? 'connected' : 'away'}>
            <span class="visually-hidden">{connected ? 'connected' : 'away'} </span>
        </span>
    );
}
