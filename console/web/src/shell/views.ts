import type { ComponentType } from 'preact';

/** One of the console's views, which is loaded when it is shown first. */
export interface View {
    /** In the address: #/id */
    id: string;
    title: string;
    load: () => Promise<{ default: ComponentType }>;
}

export const views: View[] = [
    { id: 'overview', title: 'Overview', load: () => import('../views/overview/Overview') },
    { id: 'topics', title: 'Topics', load: () => import('../views/topics/Topics') },
    { id: 'tryit', title: 'Try it', load: () => import('../views/tryit/TryIt') },
    { id: 'clients', title: 'Clients', load: () => import('../views/clients/Clients') },
    { id: 'graph', title: 'Live graph', load: () => import('../views/graph/Graph') },
    { id: 'dashboards', title: 'Dashboards', load: () => import('../views/dashboards/Dashboards') },
    { id: 'security', title: 'Security', load: () => import('../views/security/Security') },
];
