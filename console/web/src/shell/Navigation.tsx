import { Icon } from './Icon';
import { type View, views } from './views';

/** The way to each view: in the bar above or, on a phone, below all. */
export function Navigation({ shown }: { shown: View | undefined }) {
    return (
        <nav class="views" aria-label="Views">
            {views.map((view) => (
                <a key={view.id} href={`#/${view.id}`} aria-current={view === shown ? 'page' : undefined}>
                    <Icon lines={view.icon} />
                    <span class="views-title">{view.title}</span>
                    <span class="views-short" aria-hidden="true">
                        {view.short ?? view.title}
                    </span>
                </a>
            ))}
        </nav>
    );
}
