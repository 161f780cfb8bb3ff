import { useState } from 'preact/hooks';
import { ask } from '../../lib/api';
import { Failure } from '../../parts/Failure';
import { type Session, type Subscription, sessionPath } from './clients';

interface Props {
    id: string;
    session: Session;
    onDone: (what: string) => void;
}

/** What a client has subscribed to; more can be added in its place, and any removed. */
export function Subscriptions({ id, session, onDone }: Props) {
    const [failure, setFailure] = useState<unknown>();
    const attempt = async (what: string, request: () => Promise<unknown>) => {
        try {
            await request();
            setFailure(undefined);
            onDone(what);
            return true;
        } catch (why) {
            setFailure(why);
            return false;
        }
    };
    const remove = (filter: string) =>
        attempt(`The subscription to ${filter} was removed.`, () =>
            ask('DELETE', sessionPath(id, `/subscriptions?filter=${encodeURIComponent(filter)}`)),
        );
    const more = session.subscription_count - session.subscriptions.length;
    return (
        <section>
            <h3>
                Subscriptions <span class="quiet">{session.subscription_count}</span>
            </h3>
            {session.subscriptions.length > 0 && (
                <ul class="clients-lines">
                    {session.subscriptions.map((subscription) => (
                        <li key={subscription.filter}>
                            <code>{subscription.filter}</code>
                            <span class="quiet">{options(subscription)}</span>
                            <button
                                type="button"
                                class="plain"
                                aria-label={`Remove the subscription to ${subscription.filter}`}
                                onClick={() => remove(subscription.filter)}
                            >
                                ✕
                            </button>
                        </li>
                    ))}
                </ul>
            )}
            {more > 0 && <p class="quiet">and {more} more</p>}
            <Add
                onAdd={(filter, qos) =>
                    attempt(`It is subscribed to ${filter}.`, () =>
                        ask('POST', sessionPath(id, '/subscriptions'), { filter, qos }),
                    )
                }
            />
            <Failure of={failure} />
        </section>
    );
}

function options(subscription: Subscription): string {
    const words = [
        `QoS ${subscription.qos}`,
        subscription.shared && 'shared',
        subscription.no_local && 'no local',
        subscription.retain_as_published && 'retain as published',
        subscription.identifier !== undefined && `id ${subscription.identifier}`,
    ];
    return words.filter(Boolean).join(', ');
}

function Add({ onAdd }: { onAdd: (filter: string, qos: number) => Promise<boolean> }) {
    const [filter, setFilter] = useState('');
    const [qos, setQos] = useState(0);
    const submit = async (event: Event) => {
        event.preventDefault();
        if (await onAdd(filter, qos)) {
            setFilter('');
        }
    };
    return (
        <form class="clients-add" onSubmit={submit}>
            <label>
                <span class="visually-hidden">Topic filter to subscribe to</span>
                <input
                    required
                    placeholder="Add a topic filter: home/+/bell"
                    value={filter}
                    onInput={(event) => setFilter(event.currentTarget.value)}
                />
            </label>
            <label>
                <span class="visually-hidden">QoS</span>
                <select value={qos} onChange={(event) => setQos(Number(event.currentTarget.value))}>
                    <option value={0}>QoS 0</option>
                    <option value={1}>QoS 1</option>
                    <option value={2}>QoS 2</option>
                </select>
            </label>
            <button type="submit">Add</button>
        </form>
    );
}
