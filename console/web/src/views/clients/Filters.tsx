import type { ComponentChildren } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import { orders, type Query, type Sort } from './clients';

interface Props {
    query: Query;
    onChange: (part: Partial<Query>) => void;
    children: ComponentChildren;
}

const WRITING_MILLIS = 250;

/** Which clients are wanted, and in what order. */
export function Filters({ query, onChange, children }: Props) {
    const [search, setSearch] = useState(query.search);
    useEffect(() => setSearch(query.search), [query.search]);
    useEffect(() => {
        if (search === query.search) {
            return;
        }
        const timer = setTimeout(() => onChange({ search }), WRITING_MILLIS);
        return () => clearTimeout(timer);
    }, [search]);
    return (
        <search class="clients-filters">
            <label>
                <span class="visually-hidden">Search by client id, user or address</span>
                <input
                    type="search"
                    placeholder="Client id, user or address"
                    value={search}
                    onInput={(event) => setSearch(event.currentTarget.value)}
                />
            </label>
            <label>
                <span class="visually-hidden">Which</span>
                <select
                    value={query.connected}
                    onChange={(event) => onChange({ connected: event.currentTarget.value as Query['connected'] })}
                >
                    <option value="">All</option>
                    <option value="true">Connected</option>
                    <option value="false">Away</option>
                </select>
            </label>
            <label>
                <span class="visually-hidden">Order</span>
                <select value={query.sort} onChange={(event) => onChange({ sort: event.currentTarget.value as Sort })}>
                    {orders.map(({ sort, title }) => (
                        <option key={sort} value={sort}>
                            {title}
                        </option>
                    ))}
                </select>
            </label>
            {children}
        </search>
    );
}
