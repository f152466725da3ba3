import { userInfo } from 'node:os';
import type { Actor } from '../operations/context.ts';

/** Whoever has the keys and the database at hand is staff. */
export function actingStaff(): Actor {
  return { kind: 'staff', name: `cli:${userInfo().username}` };
}
