import { useEffect, useRef } from 'preact/hooks';
import uPlot from 'uplot';
import 'uplot/dist/uPlot.min.css';
import { colour, isDark } from '../lib/theme';
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
    /** Without axes and title, for where a number stands beside it. */
    spark?: boolean;
}

/** A plot of values over time, as wide as there is room for. What it shows last is said in words beside it. */
export function Plot({ title, times, lines, format, height = 160, spark = false }: Props) {
    const place = useRef<HTMLDivElement>(null);
    const plot = useRef<uPlot | undefined>(undefined);
    const labels = lines.map((line) => `${line.label}\n${line.color}`).join('\n');
    const dark = isDark.value;

    useEffect(() => {
        const around = place.current;
        if (!around) {
            return;
        }
        const made = new uPlot(
            options(around.clientWidth || 300, height, lines, format, spark),
            [times, ...lines.map((line) => line.values)] as uPlot.AlignedData,
            around,
        );
        plot.current = made;
        const observer = new ResizeObserver(() => made.setSize({ width: around.clientWidth, height }));
        observer.observe(around);
        return () => {
            observer.disconnect();
            made.destroy();
        };
    }, [labels, height, spark, dark]);

    useEffect(() => {
        plot.current?.setData([times, ...lines.map((line) => line.values)] as uPlot.AlignedData);
    }, [times, lines]);

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
            <div ref={place} role="img" aria-label={`${title}: ${last}`} />
        </figure>
    );
}

function options(
    width: number,
    height: number,
    lines: Line[],
    format: (value: number) => string,
    spark: boolean,
): uPlot.Options {
    const axis = {
        stroke: colour('var(--quiet)'),
        grid: { stroke: colour('var(--line)'), width: 1 },
        ticks: { show: false },
        font: '12px system-ui, sans-serif',
    };
    return {
        width,
        height,
        legend: { show: false },
        cursor: spark ? { show: false } : { drag: { x: false, y: false } },
        ...(spark ? { padding: [2, 0, 2, 0] as uPlot.Padding } : {}),
        axes: spark
            ? [{ show: false }, { show: false }]
            : [
                  { ...axis, space: 70, values: (_: uPlot, ticks: number[]) => ticks.map(clock) },
                  { ...axis, size: 64, values: (_: uPlot, ticks: number[]) => ticks.map(format) },
              ],
        scales: { y: { range: fromZero } },
        series: [
            {},
            ...lines.map((line) => ({
                label: line.label,
                stroke: colour(line.color),
                fill: `${colour(line.color)}${lines.length === 1 ? '22' : '00'}`,
                width: spark ? 1.5 : 2,
                points: { show: false },
            })),
        ],
    };
}

function clock(seconds: number): string {
    const time = new Date(seconds * 1000);
    return time.toLocaleTimeString([], {
        hour: '2-digit',
        minute: '2-digit',
        ...(time.getSeconds() ? { second: '2-digit' } : {}),
        hour12: false,
    });
}

/** What is never negative begins at 0, so that a line's height says how much it is. */
function fromZero(_: uPlot, min: number | null, max: number | null): uPlot.Range.MinMax {
    const top = max ?? 1;
    if ((min ?? 0) < 0) {
        return uPlot.rangeNum(min ?? 0, top, 0.1, true);
    }
    return [0, top > 0 ? top * 1.1 : 1];
}
