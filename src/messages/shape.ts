import type { en } from './en/index.ts';

/** What every language must have, key by key: the compiler refuses one that is missing, and one that is too many. */
export type Messages = typeof en;
