import { send } from '../../lib/api';
import { fromHex, fromText, toHex } from '../../lib/payload/bytes';
import { parseJson } from '../../lib/payload/json';
import { topicPath } from '../../lib/topics';
import type { Past } from './past';

/** A message as a person writes it. */
export interface Draft {
    text: string;
    format: 'text' | 'json' | 'hex';
    qos: 0 | 1 | 2;
    retain: boolean;
    /** What the message that is edited had. */
    contentType?: string | undefined;
}

export const EMPTY: Draft = { text: '', format: 'text', qos: 0, retain: false };

/** The draft to change a message that is retained. */
export function draftOf({ message, payload, decoded }: Past): Draft {
    const common = { qos: message.qos, retain: true, contentType: message.content_type };
    if (decoded?.decoder === 'json') {
        return { ...common, text: decoded.text, format: 'json' };
    }
    return decoded?.decoder === 'text' || decoded?.decoder === 'number'
        ? { ...common, text: new TextDecoder().decode(payload), format: 'text' }
        : { ...common, text: toHex(payload ?? new Uint8Array()), format: 'hex' };
}

/** The bytes that are published. Throws an Error that says what is wrong with the text. */
export function payloadOfDraft({ text, format }: Draft): Uint8Array {
    switch (format) {
        case 'text':
            return fromText(text);
        case 'json':
            parseJson(text);
            return fromText(text);
        case 'hex':
            return fromHex(text);
    }
}

/** Publishes; answers whether anybody has subscribed. Throws an Error for people. */
export async function publish(topic: string, draft: Draft): Promise<boolean> {
    const contentType = draft.contentType ?? (draft.format === 'json' ? 'application/json' : undefined);
    const response = await send(
        draft.retain ? 'PUT' : 'POST',
        `${topicPath(topic)}?qos=${draft.qos}`,
        payloadOfDraft(draft) as Uint8Array<ArrayBuffer>,
        contentType,
    );
    return ((await response.json()) as { subscribers: boolean }).subscribers;
}

/** Takes away what is retained at a topic. */
export async function clearRetained(topic: string): Promise<void> {
    await send('DELETE', topicPath(topic));
}
