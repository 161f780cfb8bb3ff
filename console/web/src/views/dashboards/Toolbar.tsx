import { useRef, useState } from 'preact/hooks';
import { Field } from '../../parts/Fields';
import {
    add,
    attempt,
    conflict,
    create,
    dashboards,
    discard,
    editing,
    go,
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
                onChange={(event) => go(event.currentTarget.value)}
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
            <a class="dash-link" href={pathOf(shown.value)} download={`${shown.value}.json`}>
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

/** Asks once more. */
function Delete() {
    const [sure, setSure] = useState(false);
    return (
        <button
            type="button"
            class={sure ? 'bad' : ''}
            onBlur={() => setSure(false)}
            onClick={() => (sure ? attempt(removeShown) : setSure(true))}
        >
            {sure ? 'Really delete?' : 'Delete'}
        </button>
    );
}

function New() {
    const dialog = useRef<HTMLDialogElement>(null);
    const [name, setName] = useState('');
    return (
        <>
            <button type="button" onClick={() => dialog.current?.showModal()}>
                New dashboard
            </button>
            <dialog ref={dialog} class="card dash-form" aria-label="New dashboard">
                <form
                    onSubmit={(event) => {
                        event.preventDefault();
                        dialog.current?.close();
                        attempt(() => create(name.trim()));
                        setName('');
                    }}
                >
                    <Field required label="Name" placeholder="Living room" value={name} onValue={setName} />
                    <div class="dash-buttons">
                        <button type="submit" class="primary">
                            Make it
                        </button>
                        <button type="button" onClick={() => dialog.current?.close()}>
                            Cancel
                        </button>
                    </div>
                </form>
            </dialog>
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
