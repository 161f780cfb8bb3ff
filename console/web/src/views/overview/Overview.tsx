import { addressOf } from '../../lib/address';
import { place } from '../../lib/place';
import { Tabs } from '../../parts/Tabs';
import { Configuration } from './Configuration';
import { Now } from './Now';
import './overview.css';

/** How the broker is, and what it is configured with. */
export default function Overview() {
    const configured = place.value[1] === 'configuration';
    return (
        <>
            <Tabs
                label="Parts of the overview"
                tabs={[
                    { title: 'Now', href: addressOf('overview'), shown: !configured },
                    { title: 'Configuration', href: addressOf('overview', 'configuration'), shown: configured },
                ]}
            />
            {configured ? <Configuration /> : <Now />}
        </>
    );
}
