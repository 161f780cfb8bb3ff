import { useEffect, useRef } from 'preact/hooks';

interface Tab {
    title: string;
    href: string;
    shown: boolean;
}

/** The parts of a view, each with an address of its own; the one that is shown can be seen where there is little room. */
export function Tabs({ label, tabs }: { label: string; tabs: Tab[] }) {
    const all = useRef<HTMLElement>(null);
    const shown = tabs.find((tab) => tab.shown)?.href;
    useEffect(() => {
        all.current?.querySelector('[aria-current]')?.scrollIntoView({ block: 'nearest', inline: 'nearest' });
    }, [shown]);
    return (
        <nav ref={all} class="tabs" aria-label={label}>
            {tabs.map(({ title, href, shown }) => (
                <a key={href} href={href} aria-current={shown ? 'page' : undefined}>
                    {title}
                </a>
            ))}
        </nav>
    );
}
