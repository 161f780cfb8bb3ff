import { useEffect, useRef, useState } from 'preact/hooks';

/** What was asked for, as it was last; and why it is not there. */
export interface Polled<T> {
    value: T | undefined;
    failure: unknown;
    /** Asks again at once. */
    again: () => void;
}

const PAUSE_MILLIS = 2_000;
const PAUSE_AFTER_FAILURE_MILLIS = 10_000;

/**
 * Asks now and again every two seconds, while the page is seen; after a failure less often. What is late after something
 * else was asked for is not taken.
 *
 * @param key of what is asked for: another one begins anew
 */
export function usePolled<T>(key: string, ask: () => Promise<T>, take: (latest: T) => T = (latest) => latest) {
    const [state, setState] = useState<{ value?: T; failure?: unknown }>({});
    const [round, setRound] = useState(0);
    const calls = useRef({ ask, take });
    calls.current = { ask, take };

    useEffect(() => {
        let over = false;
        let timer: ReturnType<typeof setTimeout> | undefined;
        const run = async () => {
            let pause = PAUSE_MILLIS;
            if (!document.hidden) {
                try {
                    const value = await calls.current.ask();
                    if (!over) {
                        setState({ value: calls.current.take(value) });
                    }
                } catch (failure) {
                    pause = PAUSE_AFTER_FAILURE_MILLIS;
                    if (!over) {
                        setState((before) => ({ ...before, failure }));
                    }
                }
            }
            if (!over) {
                timer = setTimeout(run, pause);
            }
        };
        run();
        return () => {
            over = true;
            clearTimeout(timer);
        };
    }, [key, round]);

    return { value: state.value, failure: state.failure, again: () => setRound((before) => before + 1) } as Polled<T>;
}
