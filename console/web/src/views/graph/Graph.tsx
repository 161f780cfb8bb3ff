import { useRef } from 'preact/hooks';
import { count, rate } from '../../lib/format';
import './graph.css';
import { Inspector } from './Inspector';
import { Picture } from './Picture';
import type { Stage } from './stage';
import { asTable, network, paused, problem, tick, wish } from './state';
import { Tables } from './Tables';
import { Toolbar } from './Toolbar';

/** Clients and topics as a moving picture. */
export default function Graph() {
    const section = useRef<HTMLElement>(null);
    const stage = useRef<Stage | undefined>(undefined);
    const fullScreen = () => {
        if (document.fullscreenElement) {
            document.exitFullscreen();
        } else {
            section.current?.requestFullscreen();
        }
    };
    return (
        <section ref={section} class="graph">
            <Toolbar
                onFit={() => stage.current?.fit()}
                onZoom={(factor) => stage.current?.zoom(factor)}
                onFullScreen={fullScreen}
            />
            <p class="bad" role="status">
                {problem.value}
            </p>
            <div class="graph-stage card">
                <Picture
                    hidden={asTable.value}
                    onStage={(made) => {
                        stage.current = made;
                    }}
                    onFullScreen={fullScreen}
                />
                {asTable.value && <Tables />}
                <Empty />
                <Inspector />
            </div>
            <Summary />
        </section>
    );
}

/** What to do when there is nothing to be seen. */
function Empty() {
    tick.value;
    if (network.nodes.size > 0 || problem.value !== '') {
        return null;
    }
    const { filter, client } = wish.value;
    return (
        <div class="graph-empty">
            <p>{filter || client ? 'No messages of these topics and clients lately.' : 'No client is connected.'}</p>
            <p class="quiet">
                {filter || client ? (
                    'Empty the fields above to see all.'
                ) : (
                    <>
                        Connect one, or <a href="#/tryit">try it here</a>: what it publishes shows up at once.
                    </>
                )}
            </p>
        </div>
    );
}

/** How much there is, and what the colours mean. */
function Summary() {
    tick.value;
    return (
        <div class="graph-summary">
            <ul class="graph-legend">
                <li>
                    <span class="graph-mark graph-client" aria-hidden="true" /> {count(network.clients)} clients
                </li>
                <li>
                    <span class="graph-mark graph-topic" aria-hidden="true" /> {count(network.topics)} topics
                </li>
                <li>
                    <span class="graph-line graph-client" aria-hidden="true" /> published {rate(network.published)}
                </li>
                <li>
                    <span class="graph-line graph-topic" aria-hidden="true" /> sent {rate(network.sent)}
                </li>
            </ul>
            <span class="quiet" role="status">
                {paused.value ? 'Paused' : ''}
            </span>
            <details class="graph-keys">
                <summary>Keys</summary>
                <p>
                    In the picture: <kbd>P</kbd> or <kbd>Space</kbd> pause, arrows move, <kbd>+</kbd> <kbd>−</kbd> zoom,{' '}
                    <kbd>0</kbd> all, <kbd>N</kbd> <kbd>B</kbd> next and one before, <kbd>Esc</kbd> none, <kbd>F</kbd>{' '}
                    full screen
                </p>
            </details>
        </div>
    );
}
