import { useEffect, useState } from 'preact/hooks';
import { ask, get, Problem } from '../../lib/api';
import { duration } from '../../lib/format';
import { Failure } from '../../parts/Failure';
import type { Ban } from './model';

/** Who may not connect at the moment. */
export function Bans() {
    const [bans, setBans] = useState<Ban[]>();
    const [failure, setFailure] = useState<unknown>();
    const load = () =>
        get<{ bans: Ban[] }>('/api/bans').then(
            (read) => setBans(read.bans),
            (wrong) => (wrong instanceof Problem && wrong.status === 404 ? setBans([]) : setFailure(wrong)),
        );
    useEffect(() => {
        load();
    }, []);
    const lift = (ban: Ban) => {
        const [name, value] = ban.client === undefined ? ['address', ban.address] : ['client', ban.client];
        ask('DELETE', `/api/bans?${name}=${encodeURIComponent(value ?? '')}`).then(load, setFailure);
    };
    return (
        <section aria-labelledby="sec-bans">
            <h2 id="sec-bans">Bans</h2>
            <Failure of={failure} />
            {bans?.length === 0 && (
                <p class="quiet">
                    Nobody is banned. An address is, for a while, when too many logins from it have failed.
                </p>
            )}
            {bans && bans.length > 0 && (
                <div class="card scroll sec-stack">
                    <table>
                        <thead>
                            <tr>
                                <th scope="col">Who</th>
                                <th scope="col" class="number">
                                    Logins that failed
                                </th>
                                <th scope="col" class="number">
                                    Ends
                                </th>
                                <th scope="col">
                                    <span class="visually-hidden">What to do</span>
                                </th>
                            </tr>
                        </thead>
                        <tbody>
                            {bans.map((ban) => {
                                const who = ban.client === undefined ? ban.address : `client ${ban.client}`;
                                return (
                                    <tr key={who}>
                                        <th scope="row">{who}</th>
                                        <td class="number">
                                            {ban.failures === undefined ? '' : `${ban.failures} failures`}
                                        </td>
                                        <td class="number">
                                            {ban.seconds_left === undefined ? '' : `in ${duration(ban.seconds_left)}`}
                                        </td>
                                        <td class="sec-actions">
                                            <button type="button" class="small" onClick={() => lift(ban)}>
                                                Let in again <span class="visually-hidden"> {who}</span>
                                            </button>
                                        </td>
                                    </tr>
                                );
                            })}
                        </tbody>
                    </table>
                </div>
            )}
        </section>
    );
}
