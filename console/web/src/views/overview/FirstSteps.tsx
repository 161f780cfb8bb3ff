import { useEffect, useState } from 'preact/hooks';
import { get } from '../../lib/api';
import { type Listener, type Step, steps, wayIn } from './steps';

/** What to do with a broker that nobody has used yet. */
export function FirstSteps() {
    const [listeners, setListeners] = useState<Listener[]>([]);
    useEffect(() => {
        get<{ listeners: Listener[] }>('/api/listeners')
            .then((answer) => setListeners(answer.listeners))
            .catch(() => {}); // who may not see them gets the usual port
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
    const [copied, setCopied] = useState(false);
    const copy = async () => {
        await navigator.clipboard.writeText(step.lines);
        setCopied(true);
    };
    return (
        <div>
            <div class="row">
                <h3>{step.title}</h3>
                {'clipboard' in navigator && (
                    <button
                        type="button"
                        class="plain small"
                        onClick={copy}
                        aria-label={`Copy the lines for ${step.title}`}
                    >
                        {copied ? 'Copied' : 'Copy'}
                    </button>
                )}
            </div>
            <pre>{step.lines}</pre>
        </div>
    );
}
