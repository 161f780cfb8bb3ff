import { useEffect, useState } from 'preact/hooks';
import { allListeners, type Listener } from '../../lib/listeners';
import { Copy } from '../../parts/Copy';
import { type Step, steps, wayIn } from './steps';

/** What to do with a broker that nobody has used yet. */
export function FirstSteps() {
    const [listeners, setListeners] = useState<Listener[]>([]);
    useEffect(() => {
        allListeners().then(setListeners, () => {}); // the usual port, when it cannot be asked for
    }, []);
    const all = steps(wayIn(listeners, location.hostname), location.origin);
    return (
        <section class="card" aria-labelledby="overview-steps">
            <h2 id="overview-steps">Nobody is here yet: connect something</h2>
            <p>
                In this browser: <a href="#/tryit">Try it</a>. Elsewhere:
            </p>
            <div class="overview-steps">
                {all.map((step) => (
                    <Lines key={step.title} step={step} />
                ))}
            </div>
        </section>
    );
}

function Lines({ step }: { step: Step }) {
    return (
        <div>
            <div class="row">
                <h3>{step.title}</h3>
                <Copy text={() => step.lines} of={`the lines for ${step.title}`} />
            </div>
            <pre>{step.lines}</pre>
        </div>
    );
}
