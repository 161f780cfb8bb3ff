import { Malformed } from './bytes';
import {
    type Connack,
    type Connect,
    Decoder,
    encode,
    type Message,
    type Packet,
    type Publish,
    type Subscription,
} from './codec';
import { Incoming, type Outcome, Outgoing, PacketIds } from './flow';
import type { Properties } from './properties';
import { reasonText, refusal } from './reasons';

/** As much of a WebSocket as is needed. */
export interface Socket {
    onopen: (() => void) | null;
    onmessage: ((event: { data: ArrayBuffer }) => void) | null;
    onclose: (() => void) | null;
    send(bytes: Uint8Array<ArrayBuffer>): void;
    close(): void;
}

/** Where a client is: the reason says why, in words. */
export interface State {
    phase: 'connecting' | 'connected' | 'waiting' | 'ended';
    why: string;
    /** What the broker said when it was connected last. */
    connack?: Connack | undefined;
    /** When it is tried again, in milliseconds since 1970; only while waiting. */
    retryAt?: number;
}

export interface Options extends Omit<Connect, 'kind'> {
    url: string;
    /** Whether it connects again when a connection breaks. */
    reconnect: boolean;
}

/** Told what happens. */
export interface Watcher {
    onState(state: State): void;
    onMessage(message: Publish): void;
}

interface Asked {
    packet: Packet;
    done: (reasons: number[], properties: Properties) => void;
}

const CONNACK_MILLIS = 10_000;
const PONG_MILLIS = 10_000;
const RETRY_MILLIS_MAX = 30_000;
/** Errors after which connecting again leads to the same: the request itself is wrong, or another has taken our place. */
const FINAL = [0x81, 0x82, 0x84, 0x85, 0x86, 0x87, 0x8a, 0x8c, 0x8e, 0x98, 0x9c, 0x9d];

/**
 * A client of MQTT 5 or 3.1.1, from its making until it has ended. What it promises is kept over connections; what is
 * still open when it ends stays so.
 */
export class Client {
    private readonly ids = new PacketIds();
    private readonly outgoing = new Outgoing(this.ids, (packet) => this.sendAliased(packet));
    private readonly incoming: Incoming;
    private readonly subscriptions = new Map<string, { subscription: Subscription; properties: Properties }>();
    private readonly asked = new Map<number, Asked>();
    private state: State = { phase: 'connecting', why: '' };
    private failures = 0;

    // Of one connection
    private socket: Socket | undefined;
    private decoder: Decoder;
    private aliases = new Map<number, string>();
    private timer: ReturnType<typeof setTimeout> | undefined;
    private pongTimer: ReturnType<typeof setTimeout> | undefined;
    private why = '';
    private final = false;

    constructor(
        private readonly options: Options,
        private readonly watcher: Watcher,
        private readonly open: (url: string) => Socket = webSocket,
    ) {
        const { receiveMaximum = 65_535, topicAliasMaximum = 0 } = options.properties;
        this.decoder = this.newDecoder();
        this.incoming = new Incoming(
            receiveMaximum,
            topicAliasMaximum,
            (packet) => this.send(packet),
            (message) => watcher.onMessage(message),
        );
        this.connect();
    }

    /** How many messages wait for the broker. */
    get unfinished(): number {
        return this.outgoing.unfinished;
    }

    /** Resolves when the broker has answered; at once for QoS 0. Rejects what the broker has said that it does not take. */
    async publish(message: Message): Promise<Outcome> {
        const refused = this.impossible(message);
        if (refused) {
            throw new Error(refused);
        }
        if (message.qos > 0) {
            return this.outgoing.publish(message);
        }
        this.sendAliased({ kind: 'publish', id: 0, dup: false, ...message });
        return { reason: 0, properties: {} };
    }

    /** Resolves with the broker's reason; the subscription is made again when a connection begins without session. */
    subscribe(subscription: Subscription, properties: Properties = {}): Promise<number> {
        this.subscriptions.set(subscription.filter, { subscription, properties });
        return new Promise((done) => {
            const packet = { kind: 'subscribe' as const, id: 0, subscriptions: [subscription], properties };
            this.ask(packet, ([reason = 0x80]) => {
                if (reason >= 0x80) {
                    this.subscriptions.delete(subscription.filter);
                }
                done(reason);
            });
        });
    }

    unsubscribe(filter: string): Promise<number> {
        this.subscriptions.delete(filter);
        return new Promise((done) => {
            const packet = { kind: 'unsubscribe' as const, id: 0, filters: [filter], properties: {} };
            this.ask(packet, ([reason = 0]) => done(reason));
        });
    }

    /** Says good-bye, with the will when that is wanted; nothing can be done with the client from then on. */
    end(withWill = false): void {
        if (this.state.phase === 'ended') {
            return;
        }
        if (this.state.phase === 'connected' && !(withWill && this.options.version === 4)) {
            this.send({ kind: 'disconnect', reason: withWill ? 4 : 0, properties: {} });
        }
        this.giveUp('disconnected');
    }

    // The connection

    private connect(): void {
        this.decoder = this.newDecoder();
        this.aliases = new Map();
        this.why = `nothing answers MQTT over WebSocket at ${this.options.url}`;
        this.tell({ phase: 'connecting', why: this.state.why });
        const socket = this.open(this.options.url);
        this.socket = socket;
        socket.onopen = () => {
            this.why = 'the broker has closed the connection';
            this.send(this.hello());
        };
        socket.onmessage = ({ data }) => this.read(new Uint8Array(data));
        socket.onclose = () => this.closed();
        this.timer = setTimeout(() => this.close('the broker did not answer for 10 seconds'), CONNACK_MILLIS);
    }

    /** A session that outlives its connection is not thrown away when it is connected again. */
    private hello(): Connect {
        const { url: _, reconnect: __, ...options } = this.options;
        const again = this.state.connack !== undefined && options.version === 5 && options.properties.sessionExpiry;
        return { kind: 'connect', ...options, cleanStart: options.cleanStart && !again };
    }

    private newDecoder(): Decoder {
        return new Decoder(this.options.version, this.options.properties.maximumPacketSize);
    }

    private read(bytes: Uint8Array): void {
        try {
            for (const packet of this.decoder.push(bytes)) {
                this.on(packet);
                if (!this.socket) {
                    return; // that was the last
                }
            }
        } catch (failure) {
            if (!(failure instanceof Malformed)) {
                throw failure;
            }
            this.refuse(failure);
        }
    }

    private refuse({ reason, message }: Malformed): void {
        if (this.options.version === 5 && this.state.phase === 'connected') {
            this.send({ kind: 'disconnect', reason, properties: {} });
        }
        this.final = true;
        this.close(`the broker broke the protocol: ${message}`);
    }

    /** Ends this connection; what comes after that is up to {@link closed}. */
    private close(why: string): void {
        const socket = this.socket;
        this.why = why;
        if (socket) {
            socket.close();
            this.closed();
        }
    }

    private closed(): void {
        if (this.socket) {
            this.socket.onopen = this.socket.onmessage = this.socket.onclose = null;
            this.socket = undefined;
        }
        clearTimeout(this.timer);
        clearTimeout(this.pongTimer);
        this.pongTimer = undefined;
        this.outgoing.disconnected();
        if (this.final || !this.options.reconnect || !this.state.connack) {
            this.giveUp(this.why);
            return;
        }
        const millis = Math.min(RETRY_MILLIS_MAX, 1000 * 2 ** this.failures) * (0.75 + Math.random() / 2);
        this.failures++;
        this.timer = setTimeout(() => this.connect(), millis);
        this.tell({ phase: 'waiting', why: this.why, retryAt: Date.now() + millis });
    }

    private giveUp(why: string): void {
        const socket = this.socket;
        this.socket = undefined;
        if (socket) {
            socket.onopen = socket.onmessage = socket.onclose = null;
            socket.close();
        }
        clearTimeout(this.timer);
        clearTimeout(this.pongTimer);
        this.tell({ phase: 'ended', why });
    }

    private tell(state: State): void {
        this.state = { connack: this.state.connack, ...state };
        this.watcher.onState(this.state);
    }

    // Packets

    private on(packet: Packet): void {
        if ((this.state.phase === 'connected') === (packet.kind === 'connack')) {
            throw new Malformed(`${packet.kind.toUpperCase()} was not its turn`, 0x82);
        }
        switch (packet.kind) {
            case 'connack':
                this.onConnack(packet);
                break;
            case 'publish':
                this.incoming.published(packet);
                break;
            case 'puback':
            case 'pubrec':
            case 'pubcomp':
                this.outgoing.answered(packet);
                break;
            case 'pubrel':
                this.incoming.released(packet.id);
                break;
            case 'suback':
            case 'unsuback':
                this.onAnswer(packet.id, packet.reasons, packet.properties);
                break;
            case 'pingresp':
                clearTimeout(this.pongTimer);
                this.pongTimer = undefined;
                break;
            case 'disconnect':
                this.onRefused('the broker has disconnected', packet.reason, packet.properties);
                break;
            case 'auth':
                throw new Malformed('it wants extended authentication (AUTH), which this client does not do', 0x82);
            default:
                throw new Malformed(`${packet.kind.toUpperCase()} does not come from brokers`, 0x82);
        }
    }

    private onConnack(connack: Connack): void {
        const reason = this.options.version === 5 ? connack.reason : refusal(connack.reason);
        if (reason > 0) {
            this.onRefused('the broker has refused the connection', reason, connack.properties);
            return;
        }
        clearTimeout(this.timer);
        this.failures = 0;
        this.why = 'the connection has ended';
        this.tell({ phase: 'connected', why: '', connack });
        this.keepAlive();
        this.incoming.connected(connack.sessionPresent);
        this.subscribeAgain(connack.sessionPresent);
        this.outgoing.connected(connack.properties.receiveMaximum ?? 65_535, connack.sessionPresent);
    }

    private onRefused(what: string, reason: number, { reasonString, serverReference }: Properties): void {
        this.final = FINAL.includes(reason);
        const more = [reasonString, serverReference && `use ${serverReference}`].filter(Boolean);
        this.close([`${what}: ${reasonText(reason)}`, ...more].join('; '));
    }

    private onAnswer(id: number, reasons: number[], properties: Properties): void {
        const asked = this.asked.get(id);
        this.asked.delete(id);
        this.ids.free(id);
        asked?.done(reasons, properties);
    }

    private ask(packet: Extract<Packet, { kind: 'subscribe' | 'unsubscribe' }>, done: Asked['done']): void {
        const asked = { packet: { ...packet, id: this.ids.take() }, done };
        this.asked.set(asked.packet.id, asked);
        this.send(asked.packet);
    }

    /** What the broker has not answered is asked again; what it has forgotten is asked anew. */
    private subscribeAgain(sessionPresent: boolean): void {
        const open = [...this.asked.values()].map(({ packet }) => packet);
        for (const packet of open) {
            this.send(packet);
        }
        if (sessionPresent) {
            return;
        }
        const asked = new Set(
            open
                .flatMap((packet) => (packet.kind === 'subscribe' ? packet.subscriptions : []))
                .map((each) => each.filter),
        );
        for (const { subscription, properties } of this.subscriptions.values()) {
            if (!asked.has(subscription.filter)) {
                this.ask({ kind: 'subscribe', id: 0, subscriptions: [subscription], properties }, () => {});
            }
        }
    }

    /** Twice as often as it must, since browsers slow the timers of hidden pages down. */
    private keepAlive(): void {
        const seconds = this.state.connack?.properties.serverKeepAlive ?? this.options.keepAlive;
        clearTimeout(this.timer);
        if (seconds > 0) {
            this.timer = setTimeout(() => this.ping(), seconds * 500);
        }
    }

    private ping(): void {
        this.send({ kind: 'pingreq' });
        this.pongTimer ??= setTimeout(() => this.close('the broker does not answer any more'), PONG_MILLIS);
    }

    private send(packet: Packet): void {
        if (!this.socket || (this.state.phase !== 'connected' && packet.kind !== 'connect')) {
            return;
        }
        this.socket.send(encode(packet, this.options.version));
        if (this.state.phase === 'connected') {
            this.keepAlive();
        }
    }

    /** The first message of an alias has the topic, too; one that is sent again has no alias. */
    private sendAliased(packet: Packet): void {
        if (packet.kind !== 'publish' || packet.properties.topicAlias === undefined) {
            this.send(packet);
            return;
        }
        const { topicAlias, ...others } = packet.properties;
        const most = this.state.connack?.properties.topicAliasMaximum ?? 0;
        if (packet.dup || this.options.version === 4 || topicAlias > most) {
            this.send({ ...packet, properties: others });
            return;
        }
        const known = this.aliases.get(topicAlias) === packet.topic;
        this.aliases.set(topicAlias, packet.topic);
        this.send(known ? { ...packet, topic: '' } : packet);
    }

    /** Why a message cannot be sent; empty when it can. */
    private impossible({ topic, qos, retain, payload, properties: { topicAlias = 0 } }: Message): string {
        const says = this.state.connack?.properties ?? {};
        const most = says.maximumPacketSize ?? Number.POSITIVE_INFINITY;
        const bad = [
            [this.state.phase === 'ended', 'not connected'],
            [this.state.phase !== 'connected' && qos === 0, 'not connected: with QoS 0 nothing waits'],
            [topic === '' || /[+#\0]/.test(topic), 'a topic has no wildcards (+ and #), and is not empty'],
            [qos > (says.maximumQos ?? 2), `the broker takes messages up to QoS ${says.maximumQos}`],
            [retain && says.retainAvailable === 0, 'the broker does not retain messages'],
            [payload.length + 2 * topic.length > most, `the broker takes packets of at most ${most} bytes`],
            [
                topicAlias > (says.topicAliasMaximum ?? 0),
                `the broker takes topic aliases up to ${says.topicAliasMaximum ?? 0}`,
            ],
        ] as const;
        return bad.find(([is]) => is)?.[1] ?? '';
    }
}

function webSocket(url: string): Socket {
    const socket = new WebSocket(url, 'mqtt');
    socket.binaryType = 'arraybuffer';
    return socket as Socket;
}
