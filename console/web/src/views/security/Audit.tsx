import { useEffect, useState } from 'preact/hooks';
import { get, Problem } from '../../lib/api';
import { moment } from '../../lib/times';
import { Failure } from '../../parts/Failure';
import { Scroll } from '../../parts/Scroll';
import { Advice } from './Advice';
import { type AuditEvent, details } from './model';

const LIMIT = 200;

/** What was noted of security. */
export function Audit() {
    const [search, setSearch] = useState('');
    const [events, setEvents] = useState<AuditEvent[]>();
    const [missing, setMissing] = useState(false);
    const [failure, setFailure] = useState<unknown>();
    const load = (wanted: string) =>
        get<{ events: AuditEvent[] }>(`/api/audit?limit=${LIMIT}&search=${encodeURIComponent(wanted)}`).then(
            (read) => setEvents(read.events),
            (wrong) => (wrong instanceof Problem && wrong.status === 404 ? setMissing(true) : setFailure(wrong)),
        );
    useEffect(() => {
        load('');
    }, []);
    return (
        <section aria-labelledby="sec-audit">
            <div class="sec-head">
                <h2 id="sec-audit">Audit</h2>
                {!missing && (
                    <form
                        class="sec-row"
                        onSubmit={(event) => {
                            event.preventDefault();
                            load(search);
                        }}
                    >
                        <label class="sec-check">
                            Search
                            <input
                                type="search"
                                value={search}
                                onInput={(event) => setSearch(event.currentTarget.value)}
                            />
                        </label>
                        <button type="submit">Search</button>
                    </form>
                )}
            </div>
            <Failure of={failure} />
            {missing && (
                <Advice
                    title="Nothing is noted"
                    text="add the line 'audit_log /var/log/bellbird/audit.log' to the configuration and start the broker again: who connects, what is refused, and what is changed here is kept from then on"
                />
            )}
            {events?.length === 0 && <p class="quiet">Nothing noted that has this in it.</p>}
            {events && events.length > 0 && (
                <Scroll label="Table of events">
                    <table>
                        <thead>
                            <tr>
                                <th scope="col">When</th>
                                <th scope="col">What</th>
                                <th scope="col">Details</th>
                            </tr>
                        </thead>
                        <tbody>
                            {events.map((event, at) => (
                                <tr key={at}>
                                    <td class="sec-time">
                                        {event.time === undefined ? '' : moment(new Date(event.time).getTime())}
                                    </td>
                                    <td>{event.event}</td>
                                    <td class="sec-details">{details(event)}</td>
                                </tr>
                            ))}
                        </tbody>
                    </table>
                </Scroll>
            )}
        </section>
    );
}
