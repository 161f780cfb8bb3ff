import { Malformed } from './bytes';
import type { Acknowledgement, Message, Packet, Publish } from './codec';
import type { Properties } from './properties';

const NOT_FOUND = 0x92;
const RECEIVE_MAXIMUM_EXCEEDED = 0x93;
const TOPIC_ALIAS_INVALID = 0x94;

/** How a publish ended: a reason code, and what the broker says about it. */
export interface Outcome {
    reason: number;
    properties: Properties;
}

interface Sent {
    id: number;
    message: Message;
    /** What is sent next, or again: the message, or the release of one with QoS 2. */
    released: boolean;
    done: (outcome: Outcome) => void;
}

/** Numbers for packets that wait for an answer. They begin anywhere, since a session may know some of earlier. */
export class PacketIds {
    private readonly used = new Set<number>();

    constructor(private last = Math.floor(Math.random() * 65_535)) {}

    take(): number {
        do {
            this.last = (this.last % 65_535) + 1;
        } while (this.used.has(this.last));
        this.used.add(this.last);
        return this.last;
    }

    free(id: number): void {
        this.used.delete(id);
    }
}

/** Messages on their way to the broker with QoS 1 and 2, in their order. Outlives connections. */
export class Outgoing {
    private readonly sent = new Map<number, Sent>();
    private readonly waiting: Omit<Sent, 'id' | 'released'>[] = [];
    private maximum = 0;

    constructor(
        private readonly ids: PacketIds,
        private readonly send: (packet: Packet) => void,
    ) {}

    get unfinished(): number {
        return this.sent.size + this.waiting.length;
    }

    /** A connection is there. What is on its way goes on when the broker knows of it, and else begins anew. */
    connected(receiveMaximum: number, sessionPresent: boolean): void {
        this.maximum = receiveMaximum;
        const before = [...this.sent.values()];
        if (sessionPresent) {
            for (const each of before) {
                this.send(each.released ? release(each.id) : publish(each, true));
            }
            this.more();
            return;
        }
        this.sent.clear();
        for (const each of before) {
            this.ids.free(each.id);
            if (each.released) {
                each.done({ reason: 0, properties: {} }); // the broker had it
            }
        }
        this.waiting.unshift(...before.filter((each) => !each.released));
        this.more();
    }

    disconnected(): void {
        this.maximum = 0;
    }

    /** Sends it now, or when the broker takes more. */
    publish(message: Message): Promise<Outcome> {
        return new Promise((done) => {
            this.waiting.push({ message, done });
            this.more();
        });
    }

    answered(packet: Acknowledgement): void {
        const known = this.sent.get(packet.id);
        if (packet.kind === 'pubrec' && packet.reason < 0x80) {
            if (known) {
                known.released = true;
            }
            this.send(release(packet.id, known ? 0 : NOT_FOUND));
        } else if (known) {
            this.sent.delete(packet.id);
            this.ids.free(packet.id);
            known.done(packet);
            this.more();
        }
    }

    private more(): void {
        while (this.sent.size < this.maximum) {
            const next = this.waiting.shift();
            if (!next) {
                return;
            }
            const sent = { ...next, id: this.ids.take(), released: false };
            this.sent.set(sent.id, sent);
            this.send(publish(sent, false));
        }
    }
}

function publish({ id, message }: Sent, dup: boolean): Publish {
    return { kind: 'publish', ...message, id, dup };
}

function release(id: number, reason = 0): Packet {
    return { kind: 'pubrel', id, reason, properties: {} };
}

/** Messages from the broker; each is taken once. */
export class Incoming {
    /** Those with QoS 2 whose release has not come. */
    private readonly unreleased = new Set<number>();
    private aliases = new Map<number, string>();

    /** @param receiveMaximum and aliasMaximum as CONNECT announces them */
    constructor(
        private readonly receiveMaximum: number,
        private readonly aliasMaximum: number,
        private readonly send: (packet: Packet) => void,
        private readonly take: (message: Publish) => void,
    ) {}

    connected(sessionPresent: boolean): void {
        this.aliases = new Map();
        if (!sessionPresent) {
            this.unreleased.clear();
        }
    }

    /** Throws {@link Malformed}. */
    published(packet: Publish): void {
        const message = { ...packet, topic: this.topic(packet) };
        if (packet.qos < 2) {
            this.take(message);
            if (packet.qos === 1) {
                this.send({ kind: 'puback', id: packet.id, reason: 0, properties: {} });
            }
            return;
        }
        if (!this.unreleased.has(packet.id)) {
            if (this.unreleased.size === this.receiveMaximum) {
                throw new Malformed('the broker sends more than it may', RECEIVE_MAXIMUM_EXCEEDED);
            }
            this.unreleased.add(packet.id);
            this.take(message);
        }
        this.send({ kind: 'pubrec', id: packet.id, reason: 0, properties: {} });
    }

    released(id: number): void {
        const known = this.unreleased.delete(id);
        this.send({ kind: 'pubcomp', id, reason: known ? 0 : NOT_FOUND, properties: {} });
    }

    private topic({ topic, properties: { topicAlias } }: Publish): string {
        if (topicAlias === undefined) {
            if (topic === '') {
                throw new Malformed('a message has neither topic nor alias', 0x82);
            }
            return topic;
        }
        if (topicAlias === 0 || topicAlias > this.aliasMaximum) {
            throw new Malformed(`topic alias ${topicAlias} is not allowed`, TOPIC_ALIAS_INVALID);
        }
        if (topic !== '') {
            this.aliases.set(topicAlias, topic);
            return topic;
        }
        const known = this.aliases.get(topicAlias);
        if (known === undefined) {
            throw new Malformed(`topic alias ${topicAlias} is not known`, 0x82);
        }
        return known;
    }
}
