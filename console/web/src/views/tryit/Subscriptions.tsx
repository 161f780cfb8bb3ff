import { useState } from 'preact/hooks';
import type { Subscription } from '../../lib/mqtt/codec';
import { wrongFilter } from '../../lib/mqtt/filters';
import { Failure } from '../../parts/Failure';
import { Check, Choice, Field, More, QOS } from '../../parts/Fields';
import { busy, change, type Subscribed, settings, subscribe, subscriptions, unsubscribe } from './model';

const HANDLING = [
    [0, 'always'],
    [1, 'when new'],
    [2, 'never'],
] as const;

const NEW: Subscription = { filter: '', qos: 0, noLocal: false, retainAsPublished: true, retainHandling: 0 };

/** What is subscribed to, and what more shall be. */
export function Subscriptions() {
    const [made, setMade] = useState(NEW);
    const [failure, setFailure] = useState('');
    const set = (some: Partial<Subscription>) => setMade({ ...made, ...some });
    return (
        <section class="card" aria-labelledby="tryit-subscriptions">
            <h2 id="tryit-subscriptions">Subscriptions</h2>
            <form
                class="fields"
                onSubmit={(event) => {
                    event.preventDefault();
                    const wrong = wrongFilter(made.filter);
                    setFailure(wrong);
                    if (!wrong) {
                        subscribe(made);
                        set({ filter: '' });
                    }
                }}
            >
                <Field
                    wide
                    required
                    label="Topic filter"
                    placeholder="home/+/bell or home/#"
                    spellcheck={false}
                    value={made.filter}
                    onValue={(filter) => set({ filter })}
                />
                <Choice label="QoS" value={made.qos} options={QOS} onValue={(qos) => set({ qos })} />
                <div class="tryit-buttons">
                    <button type="submit" class="primary" disabled={!busy.value}>
                        Subscribe
                    </button>
                </div>
                {settings.value.version === 5 && (
                    <More title="Options">
                        <Check label="No local" value={made.noLocal} onValue={(noLocal) => set({ noLocal })} />
                        <Check
                            label="Retain as published"
                            value={made.retainAsPublished}
                            onValue={(retainAsPublished) => set({ retainAsPublished })}
                        />
                        <Choice
                            label="Send retained messages"
                            value={made.retainHandling}
                            options={HANDLING}
                            onValue={(retainHandling) => set({ retainHandling })}
                        />
                    </More>
                )}
            </form>
            <Failure of={failure} />
            {subscriptions.value.length === 0 ? (
                <p class="quiet">
                    None yet. <code>#</code> at the end stands for all levels below, <code>+</code> for any one level.
                </p>
            ) : (
                <ul class="tryit-subscriptions" aria-label="Subscribed">
                    {subscriptions.value.map((each) => (
                        <Row key={each.filter} of={each} />
                    ))}
                </ul>
            )}
        </section>
    );
}

function Row({ of: { filter, color, qos, answer, failed, noLocal } }: { of: Subscribed }) {
    return (
        <li>
            <input
                type="color"
                aria-label={`Colour of ${filter}`}
                value={color}
                onInput={(event) => change(filter, { color: event.currentTarget.value })}
            />
            <span class="tryit-filter">{filter}</span>
            <span class={failed ? 'bad' : 'quiet'}>
                {busy.value && answer ? answer : `QoS ${qos}`}
                {noLocal && ', no local'}
            </span>
            <button type="button" aria-label={`Unsubscribe from ${filter}`} onClick={() => unsubscribe(filter)}>
                ×
            </button>
        </li>
    );
}
