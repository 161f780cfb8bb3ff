import { useState } from 'preact/hooks';
import { bytes } from '../../lib/format';
import { messageTime } from '../../lib/times';
import { Confirm } from '../../parts/Confirm';
import { may } from '../../shell/account/me';
import { oneLine } from './brief';
import type { Past } from './past';
import { clearRetained } from './publication';

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
                {may('publish') && (
                    <>
                        <button
                            type="button"
                            class="small"
                            disabled={message.truncated === true}
                            onClick={() => onEdit(retained)}
                        >
                            Edit
                        </button>
                        <Clear topic={topic} onCleared={onCleared} />
                    </>
                )}
            </div>
            <p class="topics-kept">{isText && decoded ? oneLine(decoded.text, 200) : bytes(message.bytes)}</p>
            <p class="quiet">
                {message.time !== undefined && 'since '}
                {messageTime(message.time)}, QoS {message.qos}, {bytes(message.bytes)}; each new subscriber gets it
            </p>
        </section>
    );
}

/** Asks before it clears. */
function Clear({ topic, onCleared }: { topic: string; onCleared: () => void }) {
    const [asking, setAsking] = useState(false);
    return (
        <>
            <button type="button" class="small" onClick={() => setAsking(true)}>
                Clear
            </button>
            {asking && (
                <Confirm
                    title="Clear the retained message?"
                    action="Clear it"
                    keep="Keep it"
                    run={() => clearRetained(topic).then(onCleared)}
                    onEnd={() => setAsking(false)}
                >
                    <p>
                        Whoever subscribes to <b>{topic}</b> from now on gets nothing until somebody publishes again.
                        Subscribers of now are told by an empty message.
                    </p>
                </Confirm>
            )}
        </>
    );
}
