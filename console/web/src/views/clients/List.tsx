import { useEffect, useRef, useState } from 'preact/hooks';
import { get } from '../../lib/api';
import { Failure } from '../../parts/Failure';
import { type ClientList, counted, LIMIT_MAX, LIMIT_STEP, listPath, type Query, settle } from './clients';
import { Filters } from './Filters';
import { usePolled } from './poll';
import { Table } from './Table';

/** What is looked for stays while one is elsewhere. */
let kept: Query = { search: '', sort: 'name', connected: '', limit: LIMIT_STEP };

/** The clients that are looked for, as they are now. */
export function List({ chosen }: { chosen: string | undefined }) {
    const [query, setQuery] = useState(kept);
    const held = useRef(false);
    const shown = useRef<ClientList>({ matched: 0, clients: [] });
    useEffect(() => {
        kept = query;
    }, [query]);

    const path = listPath(query);
    const { value, failure } = usePolled(
        path,
        () => get<ClientList>(path),
        (latest) => {
            const hold = held.current && query.sort !== 'name';
            shown.current = { ...latest, clients: settle(shown.current.clients, latest.clients, hold) };
            return shown.current;
        },
    );
    const change = (part: Partial<Query>) => {
        shown.current = { matched: 0, clients: [] };
        held.current = false;
        setQuery({ ...query, limit: LIMIT_STEP, ...part });
    };
    const list = value ?? shown.current;
    return (
        <section class="clients-list" aria-label="List of clients">
            <Filters query={query} onChange={change}>
                <span class="quiet" aria-live="polite">
                    {value ? counted(list) : 'Loading …'}
                </span>
            </Filters>
            <Failure of={failure} />
            {value && list.clients.length === 0 ? (
                <Nobody query={query} onClear={() => change({ search: '', connected: '' })} />
            ) : (
                <div class="clients-hold">
                    <Table
                        clients={list.clients}
                        sort={query.sort}
                        chosen={chosen}
                        onSort={(sort) => change({ sort })}
                        onPoint={(on) => {
                            held.current = on;
                        }}
                    />
                </div>
            )}
            {list.clients.length < list.matched && query.limit < LIMIT_MAX && (
                <p>
                    <button type="button" onClick={() => setQuery({ ...query, limit: query.limit + LIMIT_STEP })}>
                        Show {LIMIT_STEP} more
                    </button>
                </p>
            )}
            {list.clients.length < list.matched && query.limit >= LIMIT_MAX && (
                <p class="quiet">Search to find the others.</p>
            )}
        </section>
    );
}

function Nobody({ query, onClear }: { query: Query; onClear: () => void }) {
    if (query.search || query.connected) {
        return (
            <div class="card nothing">
                <p>No client is like that.</p>
                <button type="button" onClick={onClear}>
                    Show all
                </button>
            </div>
        );
    }
    return (
        <div class="card nothing">
            <h2>Nobody is here yet</h2>
            <p>
                Connect a device, or try it from a terminal: <code>bellbird sub -t '#' -v</code>, or from this page:{' '}
                <a href="#/tryit">Try it</a>.
            </p>
        </div>
    );
}
