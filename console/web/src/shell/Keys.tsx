import { useEffect, useRef } from 'preact/hooks';
import { go } from '../lib/place';
import { followKeys, keysCount, letKeysCount } from './keys';
import { views } from './views';

/** Follows the keys, and lists them. */
export function Keys() {
    const dialog = useRef<HTMLDialogElement>(null);
    useEffect(
        () =>
            followKeys((meant) => {
                if (meant === 'help') {
                    dialog.current?.showModal();
                } else {
                    dialog.current?.close();
                    go(meant.view);
                }
            }),
        [],
    );
    return (
        <>
            <button type="button" class="plain keys-button" title="Keys" onClick={() => dialog.current?.showModal()}>
                <kbd>?</kbd>
                <span class="visually-hidden">Keys</span>
            </button>
            <dialog ref={dialog} class="keys" aria-labelledby="keys-title">
                <h2 id="keys-title">Keys</h2>
                <dl>
                    {views.map((view) => (
                        <div key={view.id}>
                            <dt>
                                <kbd>g</kbd> <kbd>{view.key}</kbd>
                            </dt>
                            <dd>{view.title}</dd>
                        </div>
                    ))}
                    <div>
                        <dt>
                            <kbd>?</kbd>
                        </dt>
                        <dd>This list</dd>
                    </div>
                </dl>
                <label>
                    <input
                        type="checkbox"
                        checked={keysCount.value}
                        onChange={(event) => letKeysCount(event.currentTarget.checked)}
                    />{' '}
                    Keys lead to views
                </label>
                <form method="dialog">
                    <button type="submit" class="primary">
                        Close
                    </button>
                </form>
            </dialog>
        </>
    );
}
