import { useEffect, useState } from 'preact/hooks';
import { clock } from '../../lib/times';
import { Plot } from '../../parts/Plot';
import { may } from '../../shell/account/me';
import { type Live, liveOf } from './live';
import { attempt } from './model';
import { publish } from './store';
import { COLORS, type Color, type Tile } from './tiles';
import { colorOf, imageOf, numberOf, numberText, part, stateOf, textOf } from './value';

interface Props {
    tile: Tile;
    live: Live;
}

const KIND_VIEWS = {
    number: NumberValue,
    gauge: Gauge,
    plot: Curve,
    light: Light,
    switch: Switch,
    slider: Slider,
    button: Button,
    text: Text,
    image: Image,
    log: Log,
};

/** What a tile is there for. */
export function Value({ tile }: { tile: Tile }) {
    const Kind = KIND_VIEWS[tile.kind];
    return <Kind tile={tile} live={liveOf(tile.id).value} />;
}

function colorVariable(color: Color | undefined): string {
    return color && Object.hasOwn(COLORS, color) ? `var(--${color})` : 'var(--text)';
}

/** The number in the last message; says so when there is none in it. */
function numberIn({ tile, live: { last } }: Props): number | string {
    if (!last) {
        return '–';
    }
    return numberOf(last, tile.path) ?? (tile.path ? `no number at ${tile.path}` : 'no number');
}

function NumberValue(props: Props) {
    const number = numberIn(props);
    if (typeof number === 'string') {
        return <p class="dash-none">{number}</p>;
    }
    return (
        <p class="dash-number" style={{ color: colorVariable(colorOf(number, props.tile.thresholds)) }}>
            {numberText(number, { ...props.tile, unit: '' })} <span class="dash-unit">{props.tile.unit}</span>
        </p>
    );
}

const ARC = 'M 10 55 A 45 45 0 0 1 100 55';

function Gauge(props: Props) {
    const { tile } = props;
    const number = numberIn(props);
    const is = typeof number === 'number';
    const color = is ? colorVariable(colorOf(number, tile.thresholds) ?? 'accent') : 'none';
    return (
        <div class="dash-gauge">
            <svg
                viewBox="0 0 110 72"
                role="img"
                aria-label={`${is ? numberText(number, tile) : number}, between ${tile.min} and ${tile.max}`}
            >
                <path d={ARC} class="dash-arc" />
                {is && part(number, tile) > 0 && (
                    <path
                        d={ARC}
                        pathLength={100}
                        class="dash-arc"
                        style={{ stroke: color, strokeDasharray: `${100 * part(number, tile)} 100` }}
                    />
                )}
                <text x="55" y="54" class="dash-arc-value">
                    {is ? numberText(number, tile) : number}
                </text>
                <text x="10" y="69" class="dash-arc-end">
                    {tile.min}
                </text>
                <text x="100" y="69" class="dash-arc-end">
                    {tile.max}
                </text>
            </svg>
        </div>
    );
}

/** Pixels of a row, and of what is around the plot in its tile. */
const ROW = 80;
const AROUND = 76;

function Curve({ tile, live: { times, values } }: Props) {
    if (times.length === 0) {
        return <p class="dash-none">no numbers yet</p>;
    }
    return (
        <Plot
            title=""
            times={times}
            lines={[{ label: tile.title || tile.topic, color: 'var(--series-1)', values }]}
            format={(value) => numberText(value, tile)}
            height={Math.max(60, tile.h * ROW - AROUND)}
        />
    );
}

function Light({ tile, live: { last } }: Props) {
    const state = last && stateOf(last, tile);
    const number = last && numberOf(last, tile.path);
    const threshold = number === undefined ? undefined : colorOf(number, tile.thresholds);
    const lit = threshold ?? (state ? 'good' : undefined);
    const word = state === undefined ? (last && textOf(last, tile.path)) || '–' : state ? 'On' : 'Off';
    return (
        <p class="dash-light">
            <span class={lit ? 'dash-lamp dash-lit' : 'dash-lamp'} style={lit && { background: colorVariable(lit) }} />
            {word}
        </p>
    );
}

function send(tile: Tile, payload: string): void {
    attempt(() => publish(tile.target || tile.topic, payload, tile.qos, tile.retain));
}

function Switch({ tile, live: { last } }: Props) {
    const state = last && stateOf(last, tile);
    return (
        <button
            type="button"
            class="dash-switch"
            role="switch"
            aria-checked={state === true}
            aria-label={tile.title || tile.topic}
            disabled={!may('publish')}
            onClick={() => send(tile, state ? tile.off : tile.on)}
        >
            <span class="dash-track">
                <span class="dash-knob" />
            </span>
            {state === undefined ? '–' : state ? 'On' : 'Off'}
        </button>
    );
}

/** Follows the topic, but not from the time when it is held until the broker has what was chosen. */
function Slider({ tile, live: { last } }: Props) {
    const known = last && numberOf(last, tile.path);
    const [held, setHeld] = useState<{ value: number; sent: boolean } | undefined>(undefined);
    useEffect(() => setHeld((now) => (now?.sent ? undefined : now)), [last]);
    const value = held?.value ?? known;
    return (
        <div class="dash-slider">
            <output>{value === undefined ? '–' : numberText(value, tile)}</output>
            <input
                type="range"
                aria-label={tile.title || tile.topic}
                disabled={!may('publish')}
                min={tile.min}
                max={tile.max}
                step={tile.step > 0 ? tile.step : 'any'}
                value={value ?? tile.min}
                onInput={(event) => setHeld({ value: event.currentTarget.valueAsNumber, sent: false })}
                onChange={(event) => {
                    setHeld({ value: event.currentTarget.valueAsNumber, sent: true });
                    send(tile, (tile.payload || '{value}').replaceAll('{value}', event.currentTarget.value));
                }}
            />
        </div>
    );
}

function Button({ tile }: Props) {
    return (
        <button
            type="button"
            class="primary dash-button"
            disabled={!may('publish')}
            onClick={() => send(tile, tile.payload)}
        >
            {tile.title || tile.topic}
        </button>
    );
}

function Text({ tile, live: { last } }: Props) {
    if (!last) {
        return <p class="dash-none">–</p>;
    }
    const text = textOf(last, tile.path) ?? (tile.path ? `nothing at ${tile.path}` : `${last.bytes} bytes, not text`);
    return <p class="dash-text">{text}</p>;
}

function Image({ tile, live: { last } }: Props) {
    const source = last && imageOf(last);
    return source ? (
        <img class="dash-image" src={source} alt={tile.title || tile.topic} />
    ) : (
        <p class="dash-none">{last ? 'no image' : '–'}</p>
    );
}

function Log({ tile, live: { log } }: Props) {
    if (log.length === 0) {
        return <p class="dash-none">nothing yet</p>;
    }
    return (
        // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls is scrolled by keyboard, too
        <ol class="dash-log" tabIndex={0} aria-label={`Messages of ${tile.topic}`}>
            {log.map((message, at) => (
                <li key={at}>
                    <time class="quiet">{message.time === undefined ? '' : clock(message.time)}</time>{' '}
                    <strong>{message.topic}</strong> {textOf(message, tile.path) ?? `${message.bytes} bytes`}
                </li>
            ))}
        </ol>
    );
}
