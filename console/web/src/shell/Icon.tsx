/** A sign beside words that say the same, so that it is for the eye alone. */
export function Icon({ lines }: { lines: string }) {
    return (
        <svg class="icon" viewBox="0 0 24 24" aria-hidden="true">
            <path d={lines} />
        </svg>
    );
}
