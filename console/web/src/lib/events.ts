/** Server-Sent Events of the broker. */

/** What is done with the events of each name, as their JSON comes. */
export type Listeners = Record<string, (value: never) => void>;

/** An open stream; a browser connects again by itself when it breaks. */
export interface Stream {
    close(): void;
}

/**
 * Listens until closed.
 *
 * @param onState told whether the stream is open, whenever that changes
 */
export function listen(path: string, listeners: Listeners, onState: (open: boolean) => void = () => {}): Stream {
    const source = new EventSource(path);
    source.onopen = () => onState(true);
    source.onerror = () => onState(false);
    for (const [name, listener] of Object.entries(listeners)) {
        source.addEventListener(name, (event) => listener(JSON.parse((event as MessageEvent<string>).data) as never));
    }
    return { close: () => source.close() };
}
