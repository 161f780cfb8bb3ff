import type { Signal } from '@preact/signals';
import { useState } from 'preact/hooks';
import { Failure } from '../../parts/Failure';
import { type Draft, EMPTY, publish } from './publication';

interface Props {
    topic: string;
    draft: Signal<Draft>;
    onPublished: () => void;
}

/** Publishes to the topic. */
export function Publish({ topic, draft, onPublished }: Props) {
    const [failure, setFailure] = useState<unknown>();
    const [said, setSaid] = useState('');
    const change = (changed: Partial<Draft>) => {
        draft.value = { ...draft.value, ...changed };
        setSaid('');
    };
    async function submit(event: Event) {
        event.preventDefault();
        setSaid('');
        setFailure(undefined);
        try {
            const subscribers = await publish(topic, draft.value);
            setSaid(subscribers ? 'Published' : 'Published; nobody has subscribed');
            onPublished();
        } catch (problem) {
            setFailure(problem);
        }
    }
    const { text, format, qos, retain, contentType } = draft.value;
    return (
        <form class="card topics-card topics-publish" aria-labelledby="topics-publish" onSubmit={submit}>
            <div class="topics-card-head">
                <h3 id="topics-publish">Publish</h3>
                {draft.value !== EMPTY && (
                    <button type="button" class="small" onClick={() => change({ ...EMPTY, contentType: undefined })}>
                        Start over
                    </button>
                )}
            </div>
            <textarea
                id="topics-payload"
                aria-label="Payload"
                rows={Math.min(12, Math.max(3, text.split('\n').length))}
                spellcheck={false}
                placeholder={format === 'hex' ? '0a ff 10' : format === 'json' ? '{ "temperature": 21.5 }' : 'Payload'}
                value={text}
                onInput={(event) => change({ text: event.currentTarget.value })}
            />
            <div class="topics-publish-options">
                <select
                    aria-label="Payload is"
                    value={format}
                    onChange={(event) =>
                        change({ format: event.currentTarget.value as Draft['format'], contentType: undefined })
                    }
                >
                    <option value="text">Text</option>
                    <option value="json">JSON</option>
                    <option value="hex">Hex</option>
                </select>
                <select
                    aria-label="QoS"
                    value={qos}
                    onChange={(event) => change({ qos: Number(event.currentTarget.value) as Draft['qos'] })}
                >
                    <option value={0}>QoS 0</option>
                    <option value={1}>QoS 1</option>
                    <option value={2}>QoS 2</option>
                </select>
                <label>
                    <input
                        type="checkbox"
                        checked={retain}
                        onChange={(event) => change({ retain: event.currentTarget.checked })}
                    />{' '}
                    Retain
                </label>
                <button type="submit" class="primary">
                    Publish
                </button>
            </div>
            {contentType && <p class="quiet">Content type: {contentType}</p>}
            <Failure of={failure} />
            <p class="topics-said" role="status">
                {said}
            </p>
        </form>
    );
}
