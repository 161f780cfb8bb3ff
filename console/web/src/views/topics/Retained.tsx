import { useRef, useState } from 'preact/hooks';
import { bytes } from '../../lib/format';
import { Failure } from '../../parts/Failure';
import { oneLine } from './brief';
import type { Past } from './past';
import { clearRetained } from './publication';
import { dateAndTime } from './times';

interface Props {
    topic: string;
    retained: Past | undefined;
    onEdit: (retained: Past) => void;
    onCleared: () => void;
}

/** The message that the broker keeps for those who come later. */
export function Retained({ topic, retained, onEdit, onCleared }: Props) {
    if (!retained) {
        return null;
    }
    const { message, decoded } = retained;
    const isText = decoded?.decoder !== 'hex' && decoded?.decoder !== 'image';
    return (
        <section class="card topics-card" aria-labelledby="topics-kept">
            <div class="topics-card-head">
                <h3 id="topics-kept">
                    <span class="topics-retained" aria-hidden="true">
                        R
                    </span>{' '}
                    Retained
                </h3>
                <button
                    type="button"
                    class="topics-small"
                    disabled={message.truncated === true}
                    onClick={() => onEdit(retained)}
                >
                    Edit
                </button>
                <Clear topic={topic} onCleared={onCleared} />
            </div>
            <p class="topics-kept">{isText && decoded ? oneLine(decoded.text, 200) : bytes(message.bytes)}</p>
            <p class="quiet">
                {message.time !== undefined && 'since '}
                {dateAndTime(message.time)}, QoS {message.qos}, {bytes(message.bytes)}; each new subscriber gets it
            </p>
        </section>
    );
}

/** Asks before it clears. */
function Clear({ topic, onCleared }: { topic: string; onCleared: () => void }) {
    const dialog = useRef<HTMLDialogElement>(null);
    const [failure, setFailure] = useState<unknown>();
    async function clear() {
        try {
            await clearRetained(topic);
            dialog.current?.close();
            onCleared();
        } catch (problem) {
            setFailure(problem);
        }
    }
    return (
        <>
            <button
                type="button"
                class="topics-small"
                onClick={() => {
                    setFailure(undefined);
                    dialog.current?.showModal();
                }}
            >
                Clear
            </button>
            <dialog ref={dialog} class="topics-dialog" aria-labelledby="topics-clear">
                <h3 id="topics-clear">Clear the retained message?</h3>
                <p>
                    Whoever subscribes to <b>{topic}</b> from now on gets nothing until somebody publishes again.
                    Subscribers of now are told by an empty message.
                </p>
                <Failure of={failure} />
                <div class="topics-actions">
                    <button type="button" onClick={() => dialog.current?.close()}>
                        Keep it
                    </button>
                    <button type="button" class="primary" onClick={() => void clear()}>
                        Clear it
                    </button>
                </div>
            </dialog>
        </>
    );
}
