import { useEffect, useRef } from 'preact/hooks';
import { place } from '../../lib/place';
import { Failure } from '../../parts/Failure';
import { open as isLive, leave } from './live';
import { announced, attempt, dashboards, editing, failure, formOf, open, refresh, resume, shown, tiles } from './model';
import { TileBox } from './TileBox';
import { TileForm } from './TileForm';
import { Toolbar } from './Toolbar';
import './dashboards.css';

/** The name behind #/dashboards/. */
function wanted(): string {
    const [view, name = ''] = place.value;
    return view === 'dashboards' ? name : '';
}

/** Values of topics on tiles, arranged by hand. */
export default function Dashboards() {
    const all = useRef<HTMLElement>(null);
    const begun = useRef(false);
    useEffect(() => {
        attempt(() => (editing.value ? resume() : open(wanted())));
        return leave;
    }, []);
    useEffect(() => {
        if (begun.current && wanted() !== '' && wanted() !== shown.value) {
            attempt(() => open(wanted()));
        }
        begun.current = true;
    }, [place.value]);
    useEffect(() => {
        if (isLive.value === false) {
            attempt(refresh); // says why, and leads to the login when that is it
        }
    }, [isLive.value]);
    return (
        <section ref={all} class={editing.value ? 'dash dash-editing' : 'dash'} aria-label="Dashboard">
            <Toolbar onFull={() => all.current?.requestFullscreen()} />
            <Failure of={failure.value} />
            {isLive.value === false && (
                <p class="dash-warning" role="status">
                    No values come at the moment: the broker does not answer, or you may not read one of these topics.
                    It is tried again by itself.
                </p>
            )}
            <Grid />
            <p class="visually-hidden" role="status">
                {editing.value && announced.value}
            </p>
            {formOf.value && <TileForm key={formOf.value.id} tile={formOf.value} />}
        </section>
    );
}

function Grid() {
    if (dashboards.value === undefined) {
        return null;
    }
    if (dashboards.value.length === 0) {
        return (
            <div class="card nothing">
                <h2>You have no dashboard yet</h2>
                <p class="quiet">
                    A dashboard shows values of topics as numbers, gauges and plots, and switches things on and off.
                    Make a new one, or import one from a file. The broker keeps it for you.
                </p>
            </div>
        );
    }
    if (tiles.value.length === 0) {
        return (
            <div class="card nothing">
                <h2>Nothing is on {shown.value} yet</h2>
                <p class="quiet">
                    {editing.value ? 'Add a tile above, and choose its topic.' : 'Edit it to add tiles.'}
                </p>
            </div>
        );
    }
    return (
        <ul class="dash-grid" aria-label="Tiles">
            {tiles.value.map((tile) => (
                <TileBox key={tile.id} tile={tile} />
            ))}
        </ul>
    );
}
