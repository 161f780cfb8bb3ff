import { place } from '../../lib/place';
import { Tabs } from '../../parts/Tabs';
import { Bans } from './Bans';
import { Details } from './Details';
import { Groups } from './Groups';
import { List } from './List';
import { Listeners } from './Listeners';
import { clientAt, hashOf, tabAt, tabs } from './place';
import './clients.css';

/** Who is connected, what waits for whom, and what can be done about it. */
export default function Clients() {
    const shown = tabAt(place.value);
    const client = clientAt(place.value);
    return (
        <div class="clients">
            <Tabs
                label="Parts of clients"
                tabs={tabs.map(({ tab, title }) => ({ title, href: hashOf(tab), shown: tab === shown }))}
            />
            {shown === 'list' && (
                <div class={`clients-split ${client === undefined ? '' : 'clients-open'}`}>
                    <List chosen={client} />
                    {client !== undefined && <Details key={client} id={client} />}
                </div>
            )}
            {shown === 'groups' && <Groups />}
            {shown === 'bans' && <Bans />}
            {shown === 'listeners' && <Listeners />}
        </div>
    );
}
