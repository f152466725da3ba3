import { userInfo } from 'node:os';
import { SCOPES } from '../domain/people/scope.ts';
import type { Staff } from '../operations/access/actor.ts';

/** Whoever has the keys and the database at hand is staff, and may do everything that staff may do. */
export function actingStaff(): Staff {
  return {
    kind: 'staff',
    name: `cli:${userInfo().username}`,
    scopes: SCOPES,
    channel: 'online',
    atMachine: true,
  };
}
