/** Says what went wrong; nothing when nothing did. */
export function Failure({ of }: { of: unknown }) {
    if (!of) {
        return null;
    }
    return (
        <p class="bad" role="alert">
            {of instanceof Error ? of.message : String(of)}
        </p>
    );
}
