import { useSignal } from '@preact/signals';
import { day, hasEnded, scopesOf, type Token } from './tokens';

/** The tokens that there are. */
export function TokenTable({ tokens, onRevoke }: { tokens: Token[]; onRevoke: (name: string) => void }) {
    if (tokens.length === 0) {
        return <p>There is no token yet: make the first below.</p>;
    }
    return (
        <div class="tokens-scroll scroll">
            <table>
                <thead>
                    <tr>
                        <th scope="col">Name</th>
                        <th scope="col">May</th>
                        <th scope="col">Topics</th>
                        <th scope="col">Made</th>
                        <th scope="col">Ends</th>
                        <th scope="col">Last used</th>
                        <th scope="col">
                            <span class="visually-hidden">Revoke</span>
                        </th>
                    </tr>
                </thead>
                <tbody>
                    {tokens.map((token) => (
                        <Row key={token.name} token={token} onRevoke={onRevoke} />
                    ))}
                </tbody>
            </table>
        </div>
    );
}

function Row({ token, onRevoke }: { token: Token; onRevoke: (name: string) => void }) {
    const sure = useSignal(false);
    const onClick = () => {
        if (sure.value) {
            onRevoke(token.name);
        }
        sure.value = !sure.value;
    };
    return (
        <tr>
            <th scope="row">{token.name}</th>
            <td>{scopesOf(token)}</td>
            <td>{token.filters.length === 0 ? 'all' : token.filters.join(', ')}</td>
            <td>{day(token.created, '')}</td>
            <td>
                {day(token.expires, 'never')}
                {hasEnded(token, Date.now()) && <span class="bad"> (ended)</span>}
            </td>
            <td>{day(token.last_used, 'never')}</td>
            <td class="tokens-revoke">
                <button
                    type="button"
                    class={sure.value ? 'danger' : ''}
                    aria-label={sure.value ? `Really revoke ${token.name}` : `Revoke ${token.name}`}
                    onClick={onClick}
                    onBlur={() => {
                        sure.value = false;
                    }}
                >
                    {sure.value ? 'Really revoke' : 'Revoke'}
                </button>
            </td>
        </tr>
    );
}
