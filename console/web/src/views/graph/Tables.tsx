import { rate } from '../../lib/format';
import { longName } from './labels';
import type { Node } from './network';
import { network, selected, tick } from './state';

const ROWS_MAX = 200;

/** The same as the picture, to be read. */
export function Tables() {
    tick.value;
    const nodes = network.byRate();
    const edges = [...network.edges.values()].sort((one, other) => other.rate - one.rate);
    return (
        <div class="graph-tables">
            <section>
                <h2>Messages{more(edges.length)}</h2>
                <table>
                    <thead>
                        <tr>
                            <th scope="col">From</th>
                            <th scope="col">To</th>
                            <th scope="col" class="number">
                                Rate
                            </th>
                        </tr>
                    </thead>
                    <tbody>
                        {edges.slice(0, ROWS_MAX).map((edge) => (
                            <tr key={`${edge.from.id} ${edge.to.id}`}>
                                <td>
                                    <Name node={edge.from} />
                                </td>
                                <td>
                                    <Name node={edge.to} />
                                </td>
                                <td class="number">{rate(edge.rate)}</td>
                            </tr>
                        ))}
                    </tbody>
                </table>
                {edges.length === 0 && <p class="quiet">No messages in the last minute.</p>}
            </section>
            <section>
                <h2>Clients and topics{more(nodes.length)}</h2>
                <table>
                    <thead>
                        <tr>
                            <th scope="col">Name</th>
                            <th scope="col">Kind</th>
                            <th scope="col" class="number">
                                Published
                            </th>
                            <th scope="col" class="number">
                                Sent
                            </th>
                        </tr>
                    </thead>
                    <tbody>
                        {nodes.slice(0, ROWS_MAX).map((node) => (
                            <tr key={node.id}>
                                <td>
                                    <Name node={node} />
                                </td>
                                <td>{node.group === undefined ? node.kind : `${node.kind}s`}</td>
                                <td class="number">{rate(node.kind === 'client' ? node.given : node.taken)}</td>
                                <td class="number">{rate(node.kind === 'client' ? node.taken : node.given)}</td>
                            </tr>
                        ))}
                    </tbody>
                </table>
            </section>
        </div>
    );
}

function more(count: number): string {
    return count > ROWS_MAX ? `, the first ${ROWS_MAX} of ${count}` : '';
}

function Name({ node }: { node: Node }) {
    const choose = () => {
        selected.value = node;
    };
    return (
        <button type="button" class="graph-name" onClick={choose}>
            <span class={`graph-mark graph-${node.kind}`} aria-hidden="true" />
            {longName(node)}
        </button>
    );
}
