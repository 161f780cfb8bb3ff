/** The canvas of a plot. What draws it is large, and is loaded when there is the first plot. */
import uPlot from 'uplot';
import 'uplot/dist/uPlot.min.css';
import { colour } from '../lib/theme';
import type { Line } from './Plot';

/** How a plot looks. */
export interface Look {
    height: number;
    format: (value: number) => string;
    /** The values fill the height, instead of beginning at 0. */
    zoomed: boolean;
    /** Without axes. */
    spark: boolean;
}

/** A plot that is drawn. */
export interface Curve {
    show(times: number[], lines: Line[]): void;
    remove(): void;
}

/** Draws a plot that is as wide as what is around it, also when that changes. */
export function draw(around: HTMLElement, times: number[], lines: Line[], look: Look): Curve {
    const made = new uPlot(options(around.clientWidth || 300, lines, look), data(times, lines), around);
    const observer = new ResizeObserver(() => made.setSize({ width: around.clientWidth, height: look.height }));
    observer.observe(around);
    return {
        show: (newTimes, newLines) => made.setData(data(newTimes, newLines)),
        remove: () => {
            observer.disconnect();
            made.destroy();
        },
    };
}

function data(times: number[], lines: Line[]): uPlot.AlignedData {
    return [times, ...lines.map((line) => line.values)] as uPlot.AlignedData;
}

function options(width: number, lines: Line[], { height, format, zoomed, spark }: Look): uPlot.Options {
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
        padding: spark ? [2, 0, 2, 0] : [8, 12, 0, 0],
        axes: spark
            ? [{ show: false }, { show: false }]
            : [
                  { ...axis, space: 70, size: 28, values: (_: uPlot, ticks: number[]) => ticks.map(clock) },
                  { ...axis, size: 64, values: (_: uPlot, ticks: number[]) => ticks.map(format) },
              ],
        scales: { y: { range: zoomed ? fitting : fromZero } },
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

/** As high as the values differ; one that stays the same lies in the middle. */
function fitting(_: uPlot, min: number | null, max: number | null): uPlot.Range.MinMax {
    const [low, high] = [min ?? 0, max ?? 1];
    const around = low === high ? Math.abs(low) / 10 || 1 : 0;
    return uPlot.rangeNum(low - around, high + around, 0.1, false);
}
