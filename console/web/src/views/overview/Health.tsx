import { bytes, duration } from '../../lib/format';
import { health, type Status } from './status';

const COLOURS = { ok: 'good', notice: 'good', warning: 'warn', critical: 'bad' };

/** In one line: is it well, what is it, for how long. */
export function Health({ status }: { status: Status }) {
    return (
        <section class="card overview-health" aria-label="Health">
            <p class={`overview-state ${COLOURS[status.state]}`} role="status">
                {health(status)}
            </p>
            <p class="quiet">
                Bellbird {status.version}, up {duration(status.uptime_seconds)}
                {status.store.disk_bytes > 0 &&
                    `, ${bytes(status.store.disk_bytes)} stored and ${bytes(status.store.free_bytes)} free on its disk`}
            </p>
        </section>
    );
}
