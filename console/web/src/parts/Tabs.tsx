interface Tab {
    title: string;
    href: string;
    shown: boolean;
}

/** The parts of a view, each with an address of its own. */
export function Tabs({ label, tabs }: { label: string; tabs: Tab[] }) {
    return (
        <nav class="tabs" aria-label={label}>
            {tabs.map(({ title, href, shown }) => (
                <a key={href} href={href} aria-current={shown ? 'page' : undefined}>
                    {title}
                </a>
            ))}
        </nav>
    );
}
