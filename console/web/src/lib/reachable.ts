import { signal } from '@preact/signals';

/** Whether the broker has answered lately: every request tells, and the shell asks when nothing else does. */
export const reachable = signal(true);
