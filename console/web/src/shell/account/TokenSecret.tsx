import { useEffect, useRef } from 'preact/hooks';
import { Copy } from '../../parts/Copy';
import type { Scope } from './me';
import { example, type MadeToken } from './tokens';

/** The secret of a token that was made just now: it is shown this once. */
export function TokenSecret({ made, scopes }: { made: MadeToken; scopes: Scope[] }) {
    const place = useRef<HTMLElement>(null);
    useEffect(() => {
        place.current?.focus();
    }, [made]);
    return (
        <section class="card tokens-secret" ref={place} tabIndex={-1} aria-labelledby="secret-title">
            <h2 id="secret-title">The token {made.name} is made</h2>
            <p>Copy it now: it is not shown again, and the broker keeps only a digest of it.</p>
            <div class="tokens-copy">
                <output aria-label="Token">{made.token}</output>
                <Copy text={() => made.token} of="the token" />
            </div>
            <pre>{example(location.origin, made.token, scopes)}</pre>
        </section>
    );
}
