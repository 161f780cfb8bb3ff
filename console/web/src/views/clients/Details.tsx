import { useEffect, useRef, useState } from 'preact/hooks';
import { get, Problem } from '../../lib/api';
import { Failure } from '../../parts/Failure';
import { Actions } from './Actions';
import { type ClientFacts, clientPath, type Session, sessionPath } from './clients';
import { Facts } from './Facts';
import { Messages } from './Messages';
import { hashOf } from './place';
import { usePolled } from './poll';
import { Subscriptions } from './Subscriptions';
import { Presence } from './Table';
import { Trace } from './Trace';

interface Both {
    facts: ClientFacts;
    session: Session;
}

async function both(id: string): Promise<Both> {
    const [facts, session] = await Promise.all([get<ClientFacts>(clientPath(id)), get<Session>(sessionPath(id))]);
    return { facts, session };
}

function close(id: string): void {
    location.hash = hashOf('list');
    document.getElementById(`client-${id}`)?.focus();
}

/** Escape closes a dialog, and clears what is written, before it closes the details. */
function hasOwnEnd(target: Element): boolean {
    return target.closest('dialog') !== null || (target instanceof HTMLInputElement && target.value !== '');
}

/** One client: what is known of it, what it gets, and what can be done with it. */
export function Details({ id }: { id: string }) {
    const { value, failure, again } = usePolled(id, () => both(id));
    const [said, setSaid] = useState('');
    const head = useRef<HTMLHeadingElement>(null);
    useEffect(() => head.current?.focus(), []);
    const gone = failure instanceof Problem && failure.status === 404;
    const done = (what: string) => {
        setSaid(what);
        again();
    };
    return (
        <aside
            class="card clients-details"
            aria-labelledby="clients-head"
            onKeyDown={(event) => {
                if (event.key === 'Escape' && !hasOwnEnd(event.target as Element)) {
                    close(id);
                }
            }}
        >
            <header class="clients-head">
                <h2 id="clients-head" tabIndex={-1} ref={head}>
                    {value && !gone && <Presence connected={value.facts.session.connected} />}
                    {id}
                </h2>
                <button type="button" class="plain" aria-label="Close the details" onClick={() => close(id)}>
                    ✕
                </button>
            </header>
            <p role="status" class="clients-said">
                {said}
            </p>
            {gone ? <p>It has no session any more.</p> : <Failure of={failure} />}
            <Actions id={id} connected={!gone && value?.facts.session.connected === true} there={!gone} onDone={done} />
            {value && !gone && (
                <>
                    <Facts facts={value.facts} />
                    <Subscriptions id={id} session={value.session} onDone={done} />
                    <Messages session={value.session} connected={value.facts.session.connected} />
                </>
            )}
            <Trace id={id} />
        </aside>
    );
}
