import type { ComponentType } from 'preact';
import type { Scope } from './account/me';

/** One of the console's views, which is loaded when it is shown first. */
export interface View {
    /** In the address: #/id */
    id: string;
    title: string;
    /** Where there is little room, when the title is long. */
    short?: string;
    /** What one must be allowed who sees it; everybody when it is not said. */
    scope?: Scope;
    /** What leads here after g. */
    key: string;
    /** The lines of its sign, in a square of 24. */
    icon: string;
    load: () => Promise<{ default: ComponentType }>;
}

export const views: View[] = [
    {
        id: 'overview',
        title: 'Overview',
        key: 'o',
        icon: 'M3 13h4l3-8 4 14 3-6h4',
        load: () => import('../views/overview/Overview'),
    },
    {
        id: 'topics',
        title: 'Topics',
        key: 't',
        icon: 'M4 5h6M4 5v14h6M4 12h6M14 5h6M14 12h6M14 19h6',
        load: () => import('../views/topics/Topics'),
    },
    {
        id: 'tryit',
        title: 'Try it',
        key: 'y',
        icon: 'M4 5h16v11h-9l-4 4v-4H4zM8 9h8M8 12h5',
        load: () => import('../views/tryit/TryIt'),
    },
    {
        id: 'clients',
        title: 'Clients',
        scope: 'admin',
        key: 'c',
        icon: 'M7 7h10v10H7zM10 3v4M14 3v4M10 17v4M14 17v4M3 10h4M3 14h4M17 10h4M17 14h4',
        load: () => import('../views/clients/Clients'),
    },
    {
        id: 'graph',
        title: 'Live graph',
        short: 'Graph',
        scope: 'admin',
        key: 'g',
        icon: 'M6 9a3 3 0 1 0 0-6 3 3 0 0 0 0 6M18 11a3 3 0 1 0 0-6 3 3 0 0 0 0 6M10 21a3 3 0 1 0 0-6 3 3 0 0 0 0 6M9 6.500l6 1M7 9l2 6M12 15.500l4.500-5',
        load: () => import('../views/graph/Graph'),
    },
    {
        id: 'dashboards',
        title: 'Dashboards',
        short: 'Boards',
        key: 'd',
        icon: 'M4 4h7v9H4zM15 4h5v5h-5zM15 13h5v7h-5zM4 17h7v3H4z',
        load: () => import('../views/dashboards/Dashboards'),
    },
    {
        id: 'security',
        title: 'Security',
        scope: 'admin',
        key: 's',
        icon: 'M12 3l8 3v6c0 5-4 8-8 9-4-1-8-4-8-9V6zM9 12l2 2 4-4',
        load: () => import('../views/security/Security'),
    },
];

/** Where one comes from the account's menu. */
const tokens: View = {
    id: 'tokens',
    title: 'Tokens',
    scope: 'admin',
    key: '',
    icon: '',
    load: () => import('./account/Tokens'),
};

/** The view at a place: the first one where there is none. */
export function viewAt(parts: string[]): View {
    return [...views, tokens].find((view) => view.id === parts[0]) ?? (views[0] as View);
}
