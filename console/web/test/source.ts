/** The broker's end of a stream; stands in for a browser's EventSource. */
export class FakeSource {
    static readonly CLOSED = 2;
    static all: FakeSource[] = [];
    onopen: (() => void) | null = null;
    onerror: (() => void) | null = null;
    readyState = 0;
    closed = false;
    private readonly listeners = new Map<string, (event: { data: string }) => void>();

    constructor(readonly path: string) {
        FakeSource.all.push(this);
    }

    addEventListener(name: string, listener: (event: { data: string }) => void): void {
        this.listeners.set(name, listener);
    }

    close(): void {
        this.closed = true;
    }

    sends(name: string, value: unknown): void {
        this.listeners.get(name)?.({ data: JSON.stringify(value) });
    }

    /** A break that the browser mends, or an answer after which it gives up. */
    breaks(readyState: 0 | 2): void {
        this.readyState = readyState;
        this.onerror?.();
    }
}
