import { useEffect, useState } from 'preact/hooks';
import { Bans } from './Bans';
import { Details } from './Details';
import { Groups } from './Groups';
import { List } from './List';
import { Listeners } from './Listeners';
import { hashOf, type Place, placeOf, tabs } from './place';
import './clients.css';

function usePlace(): Place {
    const [place, setPlace] = useState(() => placeOf(location.hash));
    useEffect(() => {
        const follow = () => setPlace(placeOf(location.hash));
        addEventListener('hashchange', follow);
        return () => removeEventListener('hashchange', follow);
    }, []);
    return place;
}

/** Who is connected, what waits for whom, and what can be done about it. */
export default function Clients() {
    const place = usePlace();
    return (
        <div class="clients">
            <nav class="clients-tabs" aria-label="Parts of this view">
                {tabs.map(({ tab, title }) => (
                    <a key={tab} href={hashOf({ tab })} aria-current={tab === place.tab ? 'page' : undefined}>
                        {title}
                    </a>
                ))}
            </nav>
            {place.tab === 'list' && (
                <div class={`clients-split ${place.client === undefined ? '' : 'clients-open'}`}>
                    <List chosen={place.client} />
                    {place.client !== undefined && <Details key={place.client} id={place.client} />}
                </div>
            )}
            {place.tab === 'groups' && <Groups />}
            {place.tab === 'bans' && <Bans />}
            {place.tab === 'listeners' && <Listeners />}
        </div>
    );
}
