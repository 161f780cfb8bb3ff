import type { ComponentChildren } from 'preact';
import { useEffect, useId, useRef } from 'preact/hooks';
import './dialog.css';

interface Props {
    title: string;
    /** Told when somebody wants it to go; it is there as long as it is rendered. */
    onClose: () => void;
    children: ComponentChildren;
}

/** Something to be answered before all else. */
export function Dialog({ title, onClose, children }: Props) {
    const dialog = useRef<HTMLDialogElement>(null);
    const heading = useId();
    useEffect(() => {
        const before = document.activeElement;
        dialog.current?.showModal();
        return () => {
            if (before instanceof HTMLElement) {
                before.focus();
            }
        };
    }, []);
    return (
        <dialog ref={dialog} class="dialog" aria-labelledby={heading} onClose={onClose}>
            <h2 id={heading}>{title}</h2>
            {children}
        </dialog>
    );
}
