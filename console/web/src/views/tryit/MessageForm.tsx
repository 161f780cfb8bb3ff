import { useId } from 'preact/hooks';
import type { Version } from '../../lib/mqtt/codec';
import { Check, Choice, Field, More, NumberField, QOS } from '../../parts/Fields';
import { Pairs } from './Pairs';
import { WRITTEN } from './payload';
import type { MessageFields } from './settings';

const FOREVER = 4_294_967_295;
const NAMES = { text: 'Text', json: 'JSON', hex: 'Hex', base64: 'Base64' };

interface Props {
    fields: MessageFields;
    onFields: (fields: MessageFields) => void;
    version: Version;
    isWill?: boolean;
}

/** What a message has, written by hand: one that is published, or a will. */
export function MessageForm({ fields, onFields, version, isWill = false }: Props) {
    const payload = useId();
    const set = (some: Partial<MessageFields>) => onFields({ ...fields, ...some });
    return (
        <div class="fields">
            <Field
                wide
                required
                label={isWill ? 'Will topic' : 'Topic'}
                placeholder="home/kitchen/bell"
                spellcheck={false}
                value={fields.topic}
                onValue={(topic) => set({ topic })}
            />
            <div class="field field-wide">
                <label for={payload}>{isWill ? 'Will payload' : 'Payload'}</label>
                <textarea
                    id={payload}
                    rows={isWill ? 2 : 3}
                    spellcheck={false}
                    value={fields.payload}
                    onInput={(event) => set({ payload: event.currentTarget.value })}
                />
            </div>
            <Choice
                label="Written as"
                value={fields.written}
                options={WRITTEN.map((each) => [each, NAMES[each]] as const)}
                onValue={(written) => set({ written })}
            />
            <Choice label="QoS" value={fields.qos} options={QOS} onValue={(qos) => set({ qos })} />
            <Check label="Retain" value={fields.retain} onValue={(retain) => set({ retain })} />
            {version === 5 && <MessageProperties fields={fields} set={set} isWill={isWill} />}
        </div>
    );
}

function MessageProperties({
    fields,
    set,
    isWill,
}: {
    fields: MessageFields;
    set: (some: Partial<MessageFields>) => void;
    isWill: boolean;
}) {
    return (
        <More title={isWill ? 'Will properties' : 'Properties'}>
            {isWill && (
                <NumberField
                    label="Delay, seconds"
                    max={FOREVER}
                    value={fields.delay}
                    onValue={(delay) => set({ delay })}
                />
            )}
            <NumberField
                label="Expires after, seconds"
                max={FOREVER}
                value={fields.expiry}
                onValue={(expiry) => set({ expiry })}
            />
            {!isWill && (
                <NumberField
                    label="Topic alias"
                    min={1}
                    max={65_535}
                    value={fields.topicAlias}
                    onValue={(topicAlias) => set({ topicAlias })}
                />
            )}
            <Field
                label="Content type"
                placeholder="application/json"
                value={fields.contentType}
                onValue={(contentType) => set({ contentType })}
            />
            <Field
                label="Response topic"
                value={fields.responseTopic}
                onValue={(responseTopic) => set({ responseTopic })}
            />
            <Field
                label="Correlation data"
                value={fields.correlationData}
                onValue={(correlationData) => set({ correlationData })}
            />
            <Check label="Payload is UTF-8 text" value={fields.isText} onValue={(isText) => set({ isText })} />
            <Pairs value={fields.userProperties} onValue={(userProperties) => set({ userProperties })} />
        </More>
    );
}
