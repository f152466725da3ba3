import type { Vault } from '../../store/database/vault.ts';
import { type Actor, auditName } from '../access/actor.ts';

/** The ways in and up at which answers are guessed; each counts for itself. */
export type Door = 'code' | 'without_phone' | 'document' | 'document_seen' | 'contact_code' | 'mail_code';

/** Doors for those who have not signed in: a session there is only one more way to be another asker. */
const OUTER: readonly Door[] = ['code', 'without_phone'];

/** Under what tries and messages are counted. All are keyed hashes: they tell nothing of whom they are about. */
export interface AttemptCounters {
  /** Of this asker at this door: a session, or a client of the network. */
  readonly own: Buffer;
  /** Of everybody at this door, about the same number. */
  readonly door: Buffer;
  /** What it is all about, so that it can be reset. */
  readonly subject: Buffer;
  readonly name: Door;
  /** For the audit log; null for a number that nobody has. */
  readonly lineId: string | null;
}

/**
 * @param about the number that is asked about, or the line where it has none
 */
export function attemptCounters(
  vault: Vault,
  asked: {
    readonly door: Door;
    readonly about: string;
    readonly actor: Actor;
    readonly lineId: string | null;
  },
): AttemptCounters {
  const { door, about, actor, lineId } = asked;
  return {
    own: vault.index('attempts of an asker', JSON.stringify([door, about, askerOf(door, actor)])),
    door: vault.index('attempts at a door', JSON.stringify([door, about])),
    subject: attemptsAbout(vault, about),
    name: door,
    lineId,
  };
}

export function attemptsAbout(vault: Vault, about: string): Buffer {
  return vault.index('attempts about', about);
}

/**
 * Whose tries they are: of a session its own, of a visitor those of its address; all others share theirs. What a clerk reads
 * from a document are that clerk's own, with however many customers they begin anew.
 */
function askerOf(door: Door, actor: Actor): string {
  if (actor.kind === 'public') return `client ${actor.client}`;
  if (OUTER.includes(door)) return 'others';
  if (door === 'document_seen') return auditName(actor);
  if (actor.kind === 'subscriber') return `session ${actor.sessionToken ?? actor.partyId}`;
  return auditName(actor);
}
