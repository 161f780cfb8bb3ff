import { get } from '../../lib/api';
import { bytes, count } from '../../lib/format';
import { Failure } from '../../parts/Failure';
import type { Group } from './clients';
import { hashOf } from './place';
import { usePolled } from './poll';
import { Presence } from './Table';

/** The shared groups, who is in them, and how far they are behind. */
export function Groups() {
    const { value, failure } = usePolled('groups', () =>
        get<{ groups: Group[]; next?: string }>('/api/groups?limit=500'),
    );
    return (
        <section aria-label="Shared groups">
            <Failure of={failure} />
            {value?.groups.length === 0 && (
                <div class="card clients-nobody">
                    <h2>No shared groups</h2>
                    <p>
                        Clients that subscribe to <code>$share/NAME/FILTER</code> share the messages of FILTER: each
                        goes to one of them.
                    </p>
                </div>
            )}
            <div class="clients-groups">
                {value?.groups.map((group) => (
                    <Shown key={group.group} group={group} />
                ))}
            </div>
            {value?.next && <p class="quiet">These are the first {value.groups.length}.</p>}
        </section>
    );
}

function Shown({ group }: { group: Group }) {
    const here = group.members.filter((member) => member.connected).length;
    const more = group.member_count - group.members.length;
    const stuck = group.waiting_messages > 0 && here === 0;
    return (
        <article class="card">
            <h2>
                {group.name} <code class="quiet">{group.filter}</code>
            </h2>
            <p class={stuck ? 'bad' : group.waiting_messages > 0 ? 'clients-warn' : 'quiet'}>
                {group.waiting_messages === 0
                    ? 'Nothing waits.'
                    : `${count(group.waiting_messages)} messages wait, ${bytes(group.waiting_bytes)}.`}
                {stuck && ' Nobody is there to take them.'}
            </p>
            <ul class="clients-lines">
                {group.members.map((member) => (
                    <li key={member.client}>
                        <span>
                            <Presence connected={member.connected} />
                            <a href={hashOf('list', member.client)}>{member.client}</a>
                        </span>
                        <span class="quiet">{count(member.inflight_messages)} in flight</span>
                    </li>
                ))}
            </ul>
            {more > 0 && <p class="quiet">and {count(more)} more members</p>}
        </article>
    );
}
