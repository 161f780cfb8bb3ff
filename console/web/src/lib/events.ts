/** Server-Sent Events of the broker. */

/** What is done with the events of each name, as their JSON comes. */
export type Listeners = Record<string, (value: never) => void>;

/** A stream, which is opened again when it breaks. */
export interface Stream {
    close(): void;
}

const AGAIN_MILLIS = 3_000;

/**
 * Listens until closed.
 *
 * @param onState told whether the stream is open, whenever that changes
 */
export function listen(path: string, listeners: Listeners, onState: (open: boolean) => void = () => {}): Stream {
    let source: EventSource;
    let again: ReturnType<typeof setTimeout> | undefined;
    const open = () => {
        source = new EventSource(path);
        source.onopen = () => onState(true);
        source.onerror = () => {
            onState(false);
            if (source.readyState === EventSource.CLOSED) {
                again = setTimeout(open, AGAIN_MILLIS); // an answer that was none: the browser itself gives up then
            }
        };
        for (const [name, listener] of Object.entries(listeners)) {
            source.addEventListener(name, (event) =>
                listener(JSON.parse((event as MessageEvent<string>).data) as never),
            );
        }
    };
    open();
    return {
        close: () => {
            clearTimeout(again);
            source.close();
        },
    };
}
