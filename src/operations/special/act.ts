import type { Db } from '../../store/database/database.ts';
import type { RequestLine } from '../../store/special/requests.ts';
import type { Actor } from '../access/actor.ts';

/** What an acceptance does in the transaction that decides, with what became of each line. */
export type Act = (tx: Db, actor: Actor) => Promise<readonly RequestLine[]>;

/** Of a line that no case came of. */
export const NOTHING = { checks: [], caseId: null } as const;
