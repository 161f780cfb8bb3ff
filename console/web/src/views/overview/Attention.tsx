import type { Need, Severity } from './status';

const BADGES: Record<Severity, [string, string]> = {
    critical: ['bad', 'now'],
    warning: ['warn', 'soon'],
    notice: ['', 'good to know'],
};

/** What needs attention, the worst first, each with how it is mended. */
export function Attention({ needs }: { needs: Need[] }) {
    if (needs.length === 0) {
        return null;
    }
    return (
        <section class="card overview-attention" aria-labelledby="overview-attention">
            <h2 id="overview-attention">
                {needs.every((need) => need.severity === 'notice') ? 'Good to know' : 'Needs attention'}
            </h2>
            <ul>
                {needs.map((need) => (
                    <Item key={need.what} need={need} />
                ))}
            </ul>
        </section>
    );
}

function Item({ need }: { need: Need }) {
    const [colour, word] = BADGES[need.severity];
    return (
        <li>
            <span class={`badge ${colour}`}>{word}</span>
            <div>
                <p class="overview-what">{need.what}</p>
                <p class="quiet">{need.why}</p>
                <p>
                    {need.mend} {need.link && <a href={need.link}>Look there</a>}
                </p>
            </div>
        </li>
    );
}
