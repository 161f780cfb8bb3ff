import type { Message } from '../../src/lib/payload/message';
import type { TopicNode } from '../../src/views/topics/tree';

/** A level as the broker would tell of it. */
export function node(topic: string, more: Partial<TopicNode> = {}): TopicNode {
    return {
        name: topic.slice(topic.lastIndexOf('/') + 1),
        topic,
        topics: 1,
        messages: 1,
        rate: 0,
        bytes: 1,
        retained: false,
        children: false,
        ...more,
    };
}

export function message(time: number, payload: string, more: Partial<Message> = {}): Message {
    return { topic: 't', qos: 0, retain: false, time, bytes: payload.length, payload, ...more };
}
