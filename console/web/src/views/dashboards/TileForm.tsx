import { useState } from 'preact/hooks';
import { Dialog } from '../../parts/Dialog';
import { Check, Choice, Field, NumberField, QOS } from '../../parts/Fields';
import { formOf, put } from './model';
import { COLORS, KINDS, type Kind, publishes, type Threshold, type Tile } from './tiles';

/** The form of a tile, over everything else. */
export function TileForm({ tile }: { tile: Tile }) {
    const [made, setMade] = useState(tile);
    const set = (some: Partial<Tile>) => setMade({ ...made, ...some });
    const close = () => {
        formOf.value = undefined;
    };
    return (
        <Dialog title={KINDS[tile.kind]} onClose={close}>
            <form
                onSubmit={(event) => {
                    event.preventDefault();
                    put(made);
                    close();
                }}
            >
                <div class="fields">
                    <Field wide label="Title" value={made.title} onValue={(title) => set({ title })} />
                    <Field
                        wide
                        required
                        label={made.kind === 'log' ? 'Topic filter' : 'Topic'}
                        placeholder={made.kind === 'log' ? 'home/#' : 'home/kitchen/temperature'}
                        spellcheck={false}
                        value={made.topic}
                        onValue={(topic) => set({ topic })}
                    />
                    <Reading tile={made} set={set} />
                    <Publishing tile={made} set={set} />
                </div>
                <div class="dialog-buttons">
                    <button type="button" onClick={close}>
                        Cancel
                    </button>
                    <button type="submit" class="primary">
                        Keep
                    </button>
                </div>
            </form>
        </Dialog>
    );
}

interface PartProps {
    tile: Tile;
    set: (some: Partial<Tile>) => void;
}

const NUMBERS: Kind[] = ['number', 'gauge', 'plot', 'slider'];
const BOUNDED: Kind[] = ['gauge', 'slider'];
const COLORED: Kind[] = ['number', 'gauge', 'light'];
const DIGITS = [
    [-1, 'as they come'],
    [0, '0'],
    [1, '1'],
    [2, '2'],
    [3, '3'],
] as const;

/** How the value is found in a message, and shown. */
function Reading({ tile, set }: PartProps) {
    const { kind } = tile;
    if (kind === 'button' || kind === 'image') {
        return null;
    }
    return (
        <>
            <Field
                label="Path in JSON"
                placeholder="state.values[0]"
                spellcheck={false}
                value={tile.path}
                onValue={(path) => set({ path })}
            />
            {NUMBERS.includes(kind) && (
                <>
                    <Field label="Unit" value={tile.unit} onValue={(unit) => set({ unit })} />
                    <Choice
                        label="Digits after the point"
                        value={tile.digits}
                        options={DIGITS}
                        onValue={(digits) => set({ digits })}
                    />
                </>
            )}
            {BOUNDED.includes(kind) && (
                <>
                    <Field
                        type="number"
                        required
                        label="Least"
                        value={String(tile.min)}
                        onValue={(min) => set({ min: Number(min) })}
                    />
                    <Field
                        type="number"
                        required
                        label="Most"
                        value={String(tile.max)}
                        onValue={(max) => set({ max: Number(max) })}
                    />
                </>
            )}
            {(kind === 'light' || kind === 'switch') && (
                <>
                    <Field label="Payload for on" value={tile.on} onValue={(on) => set({ on })} />
                    <Field label="Payload for off" value={tile.off} onValue={(off) => set({ off })} />
                </>
            )}
            <NumberField
                label="Old after, seconds"
                placeholder="never"
                max={31_536_000}
                value={tile.oldAfter === 0 ? '' : String(tile.oldAfter)}
                onValue={(oldAfter) => set({ oldAfter: Number(oldAfter) })}
            />
            {COLORED.includes(kind) && <Thresholds tile={tile} set={set} />}
        </>
    );
}

const COLOR_OPTIONS = Object.entries(COLORS) as [Threshold['color'], string][];

function Thresholds({ tile: { thresholds }, set }: PartProps) {
    const change = (at: number, some: Partial<Threshold>) =>
        set({ thresholds: thresholds.map((each, i) => (i === at ? { ...each, ...some } : each)) });
    return (
        <fieldset class="dash-thresholds field-wide">
            <legend>Colours</legend>
            {thresholds.map((each, at) => (
                <div key={at}>
                    <Field
                        type="number"
                        required
                        label="From"
                        value={String(each.from)}
                        onValue={(from) => change(at, { from: Number(from) })}
                    />
                    <Choice
                        label="Colour"
                        value={each.color}
                        options={COLOR_OPTIONS}
                        onValue={(color) => change(at, { color })}
                    />
                    <button
                        type="button"
                        aria-label={`Remove colour ${at + 1}`}
                        onClick={() => set({ thresholds: thresholds.filter((_, i) => i !== at) })}
                    >
                        ×
                    </button>
                </div>
            ))}
            <button type="button" onClick={() => set({ thresholds: [...thresholds, { from: 0, color: 'good' }] })}>
                Add a colour
            </button>
        </fieldset>
    );
}

/** What is sent when it is used. */
function Publishing({ tile, set }: PartProps) {
    const { kind } = tile;
    if (!publishes(kind)) {
        return null;
    }
    return (
        <>
            {kind !== 'switch' && (
                <Field
                    label={kind === 'slider' ? 'Payload with {value}' : 'Payload'}
                    value={tile.payload}
                    onValue={(payload) => set({ payload })}
                />
            )}
            {kind === 'slider' && (
                <Field
                    type="number"
                    label="Step"
                    value={String(tile.step)}
                    onValue={(step) => set({ step: Number(step) })}
                />
            )}
            <Field
                label="Publish to"
                placeholder="the topic itself"
                spellcheck={false}
                value={tile.target}
                onValue={(target) => set({ target })}
            />
            <Choice label="QoS" value={tile.qos} options={QOS} onValue={(qos) => set({ qos })} />
            <Check label="Retain" value={tile.retain} onValue={(retain) => set({ retain })} />
        </>
    );
}
