import { useRef, useState } from 'preact/hooks';
import { Confirm } from '../../parts/Confirm';
import { Dialog } from '../../parts/Dialog';
import { Field } from '../../parts/Fields';
import {
    add,
    attempt,
    conflict,
    create,
    dashboards,
    discard,
    editing,
    goTo,
    importFile,
    open,
    removeShown,
    saveChanges,
    shown,
} from './model';
import { pathOf } from './store';
import { KINDS, type Kind } from './tiles';

const KIND_NAMES = Object.entries(KINDS) as [Kind, string][];

/** Which dashboard is shown, and what can be done with it. */
export function Toolbar({ onFull }: { onFull: () => void }) {
    return (
        <div class="dash-bar">
            {editing.value ? (
                <EditTools />
            ) : (
                <>
                    {shown.value !== '' && <ShownTools onFull={onFull} />}
                    <New />
                    <Import />
                </>
            )}
        </div>
    );
}

function ShownTools({ onFull }: { onFull: () => void }) {
    return (
        <>
            <select
                aria-label="Dashboard"
                class="dash-choose"
                value={shown.value}
                onChange={(event) => goTo(event.currentTarget.value)}
            >
                {dashboards.value?.map(({ name }) => (
                    <option key={name}>{name}</option>
                ))}
            </select>
            <button
                type="button"
                onClick={() => {
                    editing.value = true;
                }}
            >
                Edit
            </button>
            <button type="button" onClick={onFull}>
                Full screen
            </button>
            <a class="button" href={pathOf(shown.value)} download={`${shown.value}.json`}>
                Export
            </a>
        </>
    );
}

function EditTools() {
    return (
        <>
            <strong class="dash-choose">{shown.value}</strong>
            <select
                aria-label="Add a tile"
                value=""
                onChange={(event) => {
                    const kind = event.currentTarget.value as Kind;
                    event.currentTarget.value = '';
                    attempt(() => add(kind));
                }}
            >
                <option value="">Add a tile …</option>
                {KIND_NAMES.map(([kind, name]) => (
                    <option key={kind} value={kind}>
                        {name}
                    </option>
                ))}
            </select>
            <button type="button" class="primary" onClick={() => attempt(() => saveChanges())}>
                Save
            </button>
            <button type="button" onClick={discard}>
                Discard changes
            </button>
            <Delete />
            {conflict.value && (
                <>
                    <button type="button" onClick={() => attempt(() => saveChanges(true))}>
                        Overwrite the other
                    </button>
                    <button type="button" onClick={() => attempt(() => open(shown.value))}>
                        Take the other
                    </button>
                </>
            )}
        </>
    );
}

function Delete() {
    const [asking, setAsking] = useState(false);
    return (
        <>
            <button type="button" onClick={() => setAsking(true)}>
                Delete …
            </button>
            {asking && (
                <Confirm
                    title={`Delete ${shown.value}?`}
                    action="Delete it"
                    run={removeShown}
                    onEnd={() => setAsking(false)}
                >
                    <p>It goes with all its tiles; export it first when you may want it back.</p>
                </Confirm>
            )}
        </>
    );
}

function New() {
    const [asking, setAsking] = useState(false);
    const [name, setName] = useState('');
    const close = () => setAsking(false);
    return (
        <>
            <button type="button" class={shown.value === '' ? 'primary' : ''} onClick={() => setAsking(true)}>
                New dashboard
            </button>
            {asking && (
                <Dialog title="New dashboard" onClose={close}>
                    <form
                        onSubmit={(event) => {
                            event.preventDefault();
                            close();
                            attempt(() => create(name.trim()));
                            setName('');
                        }}
                    >
                        <Field required label="Name" placeholder="Living room" value={name} onValue={setName} />
                        <div class="dialog-buttons">
                            <button type="button" onClick={close}>
                                Cancel
                            </button>
                            <button type="submit" class="primary">
                                Make it
                            </button>
                        </div>
                    </form>
                </Dialog>
            )}
        </>
    );
}

function Import() {
    const input = useRef<HTMLInputElement>(null);
    return (
        <>
            <button type="button" onClick={() => input.current?.click()}>
                Import
            </button>
            <input
                ref={input}
                type="file"
                hidden
                aria-label="Dashboard file"
                accept="application/json,.json"
                onChange={(event) => {
                    const file = event.currentTarget.files?.[0];
                    event.currentTarget.value = '';
                    if (file) {
                        attempt(() => importFile(file));
                    }
                }}
            />
        </>
    );
}
