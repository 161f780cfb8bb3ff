import { place } from '../../lib/place';
import { Configuration } from './Configuration';
import { Now } from './Now';
import './overview.css';

/** How the broker is, and what it is configured with. */
export default function Overview() {
    const configured = place.value[1] === 'configuration';
    return (
        <>
            <nav class="overview-parts" aria-label="Parts of the overview">
                <a href="#/overview" aria-current={configured ? undefined : 'page'}>
                    Now
                </a>
                <a href="#/overview/configuration" aria-current={configured ? 'page' : undefined}>
                    Configuration
                </a>
            </nav>
            {configured ? <Configuration /> : <Now />}
        </>
    );
}
