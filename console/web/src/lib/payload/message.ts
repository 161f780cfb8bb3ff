import { fromBase64, fromText } from './bytes';

/** A message as the REST interface tells of it. */
export interface Message {
    topic: string;
    qos: 0 | 1 | 2;
    retain: boolean;
    /** Milliseconds since 1970; absent when the message was retained before the broker started. */
    time?: number;
    /** How long the payload is, even when it is not here. */
    bytes: number;
    /** The payload when it is text; it is here, or in base64, or was left out since it is long. */
    payload?: string;
    payload_base64?: string;
    /** Only the beginning of the payload is here. */
    truncated?: boolean;
    content_type?: string;
    response_topic?: string;
    /** In base64. */
    correlation_data?: string;
    user_properties?: [string, string][];
    expiry_seconds?: number;
    /** Who published it. */
    client?: string;
    user?: string;
}

/** Undefined when the payload was left out. */
export function payloadOf(message: Message): Uint8Array | undefined {
    if (message.payload !== undefined) {
        return fromText(message.payload);
    }
    if (message.payload_base64 !== undefined) {
        return fromBase64(message.payload_base64);
    }
    return message.bytes === 0 ? new Uint8Array() : undefined;
}
