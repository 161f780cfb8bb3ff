import { useEffect, useRef } from 'preact/hooks';
import { isDark } from '../lib/theme';
import type { Curve } from './curve';
import './plot.css';

/** One line of a plot; its colour is a CSS colour, or `var(--name)`. */
export interface Line {
    label: string;
    color: string;
    values: (number | null)[];
}

interface Props {
    title: string;
    /** Seconds since 1970, one for each value. */
    times: number[];
    lines: Line[];
    format: (value: number) => string;
    height?: number;
    /** The values fill the height, instead of beginning at 0: for what is far from 0 and changes little. */
    zoomed?: boolean;
    /** Without axes and title, for where a number stands beside it. */
    spark?: boolean;
}

/** A plot of values over time, as wide as there is room for. What it shows last is said in words beside it. */
export function Plot({ title, times, lines, format, height = 160, zoomed = false, spark = false }: Props) {
    const place = useRef<HTMLDivElement>(null);
    const curve = useRef<Curve | undefined>(undefined);
    const latest = useRef({ times, lines });
    latest.current = { times, lines };
    const labels = lines.map((line) => `${line.label}\n${line.color}`).join('\n');
    const dark = isDark.value;

    useEffect(() => {
        let wanted = true;
        import('./curve').then(({ draw }) => {
            if (wanted && place.current) {
                const { times, lines } = latest.current;
                curve.current = draw(place.current, times, lines, { height, format, zoomed, spark });
            }
        });
        return () => {
            wanted = false;
            curve.current?.remove();
            curve.current = undefined;
        };
    }, [labels, height, zoomed, spark, dark]);

    useEffect(() => curve.current?.show(times, lines), [times, lines]);

    const last = lines.map((line) => `${line.label} ${format(line.values.at(-1) ?? 0)}`).join(', ');
    return (
        <figure class="plot">
            {!spark && (
                <figcaption>
                    {title}
                    {lines.map((line) => (
                        <span key={line.label} class="plot-key">
                            <i style={{ background: line.color }} />
                            {line.label} <b>{format(line.values.at(-1) ?? 0)}</b>
                        </span>
                    ))}
                </figcaption>
            )}
            <div ref={place} style={{ height: `${height}px` }} role="img" aria-label={`${title}: ${last}`} />
        </figure>
    );
}
