import { useEffect, useState } from 'preact/hooks';
import { ask, get } from '../../lib/api';
import { Failure } from '../../parts/Failure';
import { type Check, found, type Configuration as Known, type Reload } from './configuration';
import { type Done, Outcome } from './Outcome';
import { SettingsTable } from './SettingsTable';

/** What the broker is configured with: found, checked, read again. */
export function Configuration() {
    const [known, setKnown] = useState<Known>();
    const [failure, setFailure] = useState<unknown>();
    const [done, setDone] = useState<Done>();
    const [busy, setBusy] = useState(false);
    const [text, setText] = useState('');
    const [writtenOnly, setWrittenOnly] = useState(true);
    const read = () => get<Known>('/api/configuration').then(setKnown).catch(setFailure);
    useEffect(() => {
        read();
    }, []);
    const run = async (action: () => Promise<Done>) => {
        setBusy(true);
        setDone(undefined);
        try {
            setDone(await action());
        } catch (problem) {
            setDone({ problem });
        }
        await read();
        setBusy(false);
    };
    const check = () => run(async () => ({ check: await ask<Check>('POST', '/api/configuration/check') }));
    const reload = () => run(async () => ({ reload: await ask<Reload>('POST', '/api/configuration/reload') }));
    if (!known) {
        return failure ? <Failure of={failure} /> : <p class="quiet">Asking the broker …</p>;
    }
    const shown = found(known.settings, text, writtenOnly);
    return (
        <div class="overview">
            <section class="card" aria-labelledby="overview-file">
                <h2 id="overview-file">{known.file ?? 'No file: the broker was started without one'}</h2>
                <div class="row">
                    <button type="button" disabled={busy} onClick={check}>
                        Check
                    </button>
                    <button type="button" class="primary" disabled={busy || !known.file} onClick={reload}>
                        Reload
                    </button>
                    <span class="quiet">Reload reads it again; clients stay connected.</span>
                </div>
                <div aria-live="polite">{done && <Outcome done={done} />}</div>
                {known.waiting_for_restart.length > 0 && (
                    <p class="warn">
                        Counts after a restart:{' '}
                        {known.waiting_for_restart
                            .map((change) => `${change.name} ${change.before} → ${change.after}`)
                            .join(', ')}
                    </p>
                )}
            </section>
            <section class="card" aria-label="Settings">
                <div class="row overview-search">
                    <label>
                        <span class="visually-hidden">Search settings</span>
                        <input
                            type="search"
                            placeholder="Search settings"
                            value={text}
                            onInput={(event) => setText(event.currentTarget.value)}
                        />
                    </label>
                    <label>
                        <input
                            type="checkbox"
                            checked={writtenOnly}
                            onChange={(event) => setWrittenOnly(event.currentTarget.checked)}
                        />{' '}
                        Only what is written
                    </label>
                    <span class="quiet" role="status">
                        {shown.length} of {known.settings.length}
                    </span>
                </div>
                <SettingsTable settings={shown} />
            </section>
        </div>
    );
}
