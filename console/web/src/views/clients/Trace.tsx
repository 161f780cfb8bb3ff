import { useEffect, useRef, useState } from 'preact/hooks';
import { listen, type Stream } from '../../lib/events';
import { exactClock } from '../../lib/times';
import { Copy } from '../../parts/Copy';
import { clientPath } from './clients';
import { added, asText, type Line, lineOf, matching } from './trace';

/** What happens to a client, packet by packet, while one looks. */
export function Trace({ id }: { id: string }) {
    const [lines, setLines] = useState<Line[]>([]);
    const [wanted, setWanted] = useState('');
    const [state, setState] = useState<'off' | 'on' | 'broken'>('off');
    const stream = useRef<Stream | undefined>(undefined);
    const number = useRef(0);
    const end = useRef<HTMLDivElement>(null);

    const add = (told: { time: number; text: string }) => {
        number.current++;
        const line = lineOf(number.current, told);
        setLines((before) => added(before, line));
    };
    const start = () => {
        setLines([]);
        setState('on');
        stream.current = listen(
            `${clientPath(id)}/trace`,
            {
                line: add,
                dropped: ({ count }: { count: number }) =>
                    add({ time: Date.now(), text: `dropped ${count} lines: this page is too slow` }),
            },
            (open) => setState(open ? 'on' : 'broken'),
        );
    };
    const stop = () => {
        stream.current?.close();
        stream.current = undefined;
        setState('off');
    };
    useEffect(() => () => stream.current?.close(), []);

    const shown = matching(lines, wanted);
    useEffect(() => {
        const list = end.current;
        if (list) {
            list.scrollTop = list.scrollHeight;
        }
    }, [shown.length, lines]);
    return (
        <section>
            <h3>Trace</h3>
            <div class="clients-add">
                {state === 'off' ? (
                    <button type="button" onClick={start}>
                        Start
                    </button>
                ) : (
                    <button type="button" onClick={stop}>
                        Stop
                    </button>
                )}
                <label>
                    <span class="visually-hidden">Show only lines with</span>
                    <input
                        type="search"
                        placeholder="Only lines with …"
                        value={wanted}
                        onInput={(event) => setWanted(event.currentTarget.value)}
                    />
                </label>
                <Copy text={() => asText(shown)} of="the trace" disabled={shown.length === 0} />
            </div>
            <p class="quiet" role="status">
                {told(state, lines.length)}
            </p>
            {shown.length > 0 && (
                // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls can be reached with the keyboard
                <div class="clients-trace" ref={end} role="log" aria-label="Lines of the trace" tabIndex={0}>
                    {shown.map((line) => (
                        <p key={line.number} class={`clients-kind-${line.kind}`}>
                            <time>{exactClock(line.time)}</time> <b>{line.kind}</b> {line.text}
                        </p>
                    ))}
                </div>
            )}
        </section>
    );
}

function told(state: 'off' | 'on' | 'broken', lines: number): string {
    if (state === 'broken') {
        return 'The broker does not answer, trying again: eight traces may be on at once.';
    }
    if (state === 'on') {
        return lines === 0 ? 'Waiting for a packet …' : '';
    }
    return lines === 0 ? 'Shows each packet of this client, and what becomes of its messages.' : '';
}
