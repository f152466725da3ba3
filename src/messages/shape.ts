import type { en } from './en/index.ts';

/** What every language must have: the compiler refuses a key that is missing, and one that English does not have. */
export type Messages = typeof en;
