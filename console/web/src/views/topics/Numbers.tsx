import { useMemo, useState } from 'preact/hooks';
import { WHOLE } from '../../lib/payload/numbers';
import { Plot } from '../../parts/Plot';
import { numberPaths, type Past, series } from './past';

/** Each has a contrast of at least 3 to 1 in both schemes. */
const COLORS = ['#2f81f7', '#c9660a', '#1a9c5b', '#a371f7', '#d6409f', '#7d8590'];
const PATHS_SHOWN_MAX = 40;

/** Plots of the numbers that were found in the messages, once there are two to join. */
export function Numbers({ all }: { all: Past[] }) {
    const [chosen, setChosen] = useState<string[] | undefined>(undefined);
    const paths = numberPaths(all);
    const first = paths[0];
    if (first === undefined || series(all, first).times.length < 2) {
        return null;
    }
    const shown = chosen ?? [first];
    return (
        <section class="card topics-card topics-wide" aria-labelledby="topics-numbers">
            <div class="topics-card-head">
                <h3 id="topics-numbers">Numbers</h3>
            </div>
            {paths.length > 1 && <Paths paths={paths} shown={shown} onChange={setChosen} />}
            <div class="topics-plots">
                {shown.map((path, at) => (
                    <One key={path} all={all} path={path} color={COLORS[at % COLORS.length] ?? ''} />
                ))}
            </div>
        </section>
    );
}

/** Each has a scale of its own: what goes by hundreds would make a flat line of what goes by ones. */
function One({ all, path, color }: { all: Past[]; path: string; color: string }) {
    const { times, values } = useMemo(() => series(all, path), [all, path]);
    const lines = useMemo(() => [{ label: '', color, values }], [color, values]);
    return <Plot title={label(path)} times={times} lines={lines} format={short} zoomed />;
}

interface PathsProps {
    paths: string[];
    shown: string[];
    onChange: (shown: string[]) => void;
}

function Paths({ paths, shown, onChange }: PathsProps) {
    return (
        <fieldset class="topics-paths">
            <legend class="visually-hidden">What is plotted</legend>
            {paths.slice(0, PATHS_SHOWN_MAX).map((path) => {
                const at = shown.indexOf(path);
                return (
                    <label key={path} style={at < 0 ? {} : { borderColor: COLORS[at % COLORS.length] }}>
                        <input
                            type="checkbox"
                            style={at < 0 ? {} : { accentColor: COLORS[at % COLORS.length] }}
                            checked={at >= 0}
                            disabled={at < 0 && shown.length === COLORS.length}
                            onChange={() => onChange(at < 0 ? [...shown, path] : shown.filter((each) => each !== path))}
                        />{' '}
                        {label(path)}
                    </label>
                );
            })}
            {paths.length > PATHS_SHOWN_MAX && <span class="quiet">and {paths.length - PATHS_SHOWN_MAX} more</span>}
        </fieldset>
    );
}

function label(path: string): string {
    return path === WHOLE ? 'value' : path;
}

function short(value: number): string {
    return String(Number(value.toPrecision(6)));
}
