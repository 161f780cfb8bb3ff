import type { ComponentType } from 'preact';
import { Audit } from './Audit';
import { Bans } from './Bans';
import { Doctor } from './Doctor';
import { place, to } from './place';
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
    const shown = PARTS.find((part) => part.id === place.value[0]) ?? PARTS[0];
    if (!shown) {
        return null;
    }
    const Part = shown.part;
    return (
        <div class="sec">
            <nav class="sec-parts" aria-label="Parts of security">
                {PARTS.map((part) => (
                    <a key={part.id} href={to(part.id)} aria-current={part === shown ? 'page' : undefined}>
                        {part.title}
                    </a>
                ))}
            </nav>
            <Part />
        </div>
    );
}
