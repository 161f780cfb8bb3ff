import { useEffect, useRef } from 'preact/hooks';
import uPlot from 'uplot';
import 'uplot/dist/uPlot.min.css';

/** One line of a plot; its colour is a CSS colour. */
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
}

/** A plot of values over time, as wide as there is room for. */
export function Plot({ title, times, lines, format, height = 160 }: Props) {
    const place = useRef<HTMLDivElement>(null);
    const plot = useRef<uPlot | undefined>(undefined);
    const labels = lines.map((line) => line.label).join('\n');

    useEffect(() => {
        const around = place.current;
        if (!around) {
            return;
        }
        const style = getComputedStyle(document.documentElement);
        const axis = { stroke: style.getPropertyValue('--quiet'), grid: { stroke: style.getPropertyValue('--line') } };
        const made = new uPlot(
            {
                width: around.clientWidth || 300,
                height,
                legend: { show: false },
                cursor: { drag: { x: false, y: false } },
                axes: [axis, { ...axis, size: 70, values: (_: uPlot, ticks: number[]) => ticks.map(format) }],
                series: [{}, ...lines.map((line) => ({ label: line.label, stroke: line.color, width: 2 }))],
            },
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
    }, [labels, height]);

    useEffect(() => {
        plot.current?.setData([times, ...lines.map((line) => line.values)] as uPlot.AlignedData);
    }, [times, lines]);

    const last = lines.map((line) => `${line.label} ${format(line.values.at(-1) ?? 0)}`).join(', ');
    return (
        <figure class="plot">
            <figcaption>{title}</figcaption>
            <div ref={place} role="img" aria-label={`${title}: ${last}`} />
        </figure>
    );
}
