import { signal } from '@preact/signals';
import { get } from '../../lib/api';
import { listen, type Stream } from '../../lib/events';
import type { Choice } from '../../lib/payload/decode';
import type { Message } from '../../lib/payload/message';
import { topicPath } from '../../lib/topics';
import { joined, PAST_MAX, type Past, past } from './past';

/** Messages that come faster are taken together. */
const TOGETHER_MILLIS = 250;

/** What is known of the chosen topic, and what comes. */
export class Watch {
    /** The oldest first. */
    readonly past = signal<Past[]>([]);
    readonly retained = signal<Past | undefined>(undefined);
    readonly loaded = signal(false);
    readonly choice = signal<Choice>('auto');
    readonly failure = signal<unknown>(undefined);
    /** How many messages the broker left out, since they came too fast. */
    readonly dropped = signal(0);

    private stream: Stream | undefined;
    private coming: Message[] = [];
    private timer: ReturnType<typeof setTimeout> | undefined;
    private paused = false;

    constructor(readonly topic: string) {}

    async start(paused: boolean): Promise<void> {
        this.paused = paused;
        if (!paused) {
            this.listen();
        }
        await this.askRetained();
        await this.askPast();
        this.loaded.value = true;
    }

    stop(): void {
        this.stream?.close();
        this.stream = undefined;
        clearTimeout(this.timer);
        this.timer = undefined;
    }

    pause(paused: boolean): void {
        if (paused === this.paused) {
            return;
        }
        this.stop();
        void this.start(paused);
    }

    /** Reads all messages in another way. */
    async choose(choice: Choice): Promise<void> {
        this.choice.value = choice;
        const before = this.past.value;
        const again = await this.read(before.map(({ message }) => message));
        const retained = this.retained.value && (await past(this.retained.value.message, choice));
        if (choice === this.choice.value) {
            const news = this.past.value.filter((each) => !before.includes(each));
            this.past.value = joined(again, news);
            this.retained.value = retained;
        }
    }

    async askRetained(): Promise<void> {
        await this.trying(async () => {
            const { messages } = await get<{ messages: Message[] }>(
                `/api/retained?filter=${encodeURIComponent(this.topic)}&limit=1`,
            );
            const first = messages[0]?.truncated
                ? await get<Message>(`${topicPath(this.topic)}?as=message`)
                : messages[0];
            this.retained.value = first && (await past(first, this.choice.value));
        });
    }

    /** Of a message that is retained, the past may have less than what is retained. */
    private async askPast(): Promise<void> {
        await this.trying(async () => {
            const { messages } = await get<{ messages: Message[] }>(
                `/api/history?topic=${encodeURIComponent(this.topic)}`,
            );
            const retained = this.retained.value?.message;
            const last = messages.at(-1);
            if (retained && (!last || (last.truncated && last.time === retained.time))) {
                messages.splice(-1, 1, retained);
            }
            this.past.value = joined(await this.read(messages), this.past.value);
        });
    }

    private listen(): void {
        this.stream = listen(`/api/stream?filter=${encodeURIComponent(this.topic)}&retained=false`, {
            message: (message: Message) => this.come(message),
            dropped: ({ count }: { count: number }) => {
                this.dropped.value += count;
            },
        });
    }

    private come(message: Message): void {
        this.coming.push(message);
        this.timer ??= setTimeout(() => void this.takeTogether(), TOGETHER_MILLIS);
    }

    private async takeTogether(): Promise<void> {
        const news = this.coming.slice(-PAST_MAX);
        this.coming = [];
        this.timer = undefined;
        const read = await this.read(news);
        this.past.value = joined(this.past.value, read);
        if (news.some((message) => message.retain || message.bytes === 0)) {
            await this.askRetained();
        }
    }

    private read(messages: Message[]): Promise<Past[]> {
        return Promise.all(messages.map((message) => past(message, this.choice.value)));
    }

    private async trying(action: () => Promise<void>): Promise<void> {
        try {
            await action();
            this.failure.value = undefined;
        } catch (problem) {
            this.failure.value = problem;
        }
    }
}
