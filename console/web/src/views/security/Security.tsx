import type { ComponentType } from 'preact';
import { addressOf } from '../../lib/address';
import { place } from '../../lib/place';
import { Tabs } from '../../parts/Tabs';
import { Audit } from './Audit';
import { Bans } from './Bans';
import { Doctor } from './Doctor';
import { Rights } from './Rights';
import { UsersPart } from './Users';
import { Why } from './Why';
import './security.css';

const PARTS: { id: string; title: string; part: ComponentType }[] = [
    { id: 'why', title: 'Why can’t …?', part: Why },
    { id: 'users', title: 'Users', part: UsersPart },
    { id: 'rights', title: 'Rights', part: Rights },
    { id: 'bans', title: 'Bans', part: Bans },
    { id: 'doctor', title: 'Doctor', part: Doctor },
    { id: 'audit', title: 'Audit', part: Audit },
];

/** Who may do what, and why. */
export default function Security() {
    const shown = PARTS.find((part) => part.id === place.value[1]) ?? PARTS[0];
    if (!shown) {
        return null;
    }
    const Part = shown.part;
    return (
        <div class="sec">
            <Tabs
                label="Parts of security"
                tabs={PARTS.map(({ id, title }) => ({
                    title,
                    href: addressOf('security', id),
                    shown: id === shown.id,
                }))}
            />
            <Part />
        </div>
    );
}
