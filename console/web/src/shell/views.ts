import type { ComponentType } from 'preact';
import type { Scope } from './account/me';

/** One of the console's views, which is loaded when it is shown first. */
export interface View {
    /** In the address: #/id */
    id: string;
    title: string;
    /** What one must be allowed who sees it; everybody when it is not said. */
    scope?: Scope;
    /** Not among those that are always in sight. */
    aside?: boolean;
    load: () => Promise<{ default: ComponentType }>;
}

export const views: View[] = [
    { id: 'overview', title: 'Overview', load: () => import('../views/overview/Overview') },
    { id: 'topics', title: 'Topics', load: () => import('../views/topics/Topics') },
    { id: 'tryit', title: 'Try it', load: () => import('../views/tryit/TryIt') },
    { id: 'clients', title: 'Clients', scope: 'admin', load: () => import('../views/clients/Clients') },
    { id: 'graph', title: 'Live graph', load: () => import('../views/graph/Graph') },
    { id: 'dashboards', title: 'Dashboards', load: () => import('../views/dashboards/Dashboards') },
    { id: 'security', title: 'Security', scope: 'admin', load: () => import('../views/security/Security') },
    { id: 'tokens', title: 'Tokens', scope: 'admin', aside: true, load: () => import('./account/Tokens') },
];
