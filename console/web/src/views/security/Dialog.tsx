import type { ComponentChildren } from 'preact';
import { useEffect, useRef } from 'preact/hooks';

/** Something to be answered before all else. */
export function Dialog({
    title,
    onClose,
    children,
}: {
    title: string;
    onClose: () => void;
    children: ComponentChildren;
}) {
    const dialog = useRef<HTMLDialogElement>(null);
    useEffect(() => dialog.current?.showModal(), []);
    return (
        <dialog ref={dialog} class="sec-dialog" aria-labelledby="sec-dialog" onClose={onClose}>
            <h2 id="sec-dialog">{title}</h2>
            {children}
        </dialog>
    );
}
