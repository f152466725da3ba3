import { addDays, localDateAt, startOfDay } from '../../domain/values/local-date.ts';
import type { Vault } from '../../store/database/vault.ts';
import { type Actor, auditName } from '../access/actor.ts';

/** The ways in and up at which answers are guessed; each counts for itself. */
export type Door =
  | 'code'
  | 'without_phone'
  | 'document'
  | 'document_seen'
  | 'contact_code'
  | 'mail_code'
  | 'question'
  | 'presence'
  | 'agent_code'
  | 'voice';

/** Doors for those who have not signed in: a session there is only one more way to be another asker. */
const OUTER: readonly Door[] = ['code', 'without_phone', 'agent_code', 'voice'];

/** Under what tries and messages are counted. All are keyed hashes: they tell nothing of whom they are about. */
export interface AttemptCounters {
  /** Of this asker at this door: a session, or a client of the network. */
  readonly own: Buffer;
  /** Of everybody at this door, about the same number. */
  readonly door: Buffer;
  /** What it is all about, so that it can be reset. */
  readonly subject: Buffer;
  /**
   * Over all numbers, at this door: so that guesses spread over many of them are stopped. A right answer does not reset
   * them, and a day does.
   */
  readonly across: readonly AcrossCounter[];
  readonly name: Door;
  /** Who is answering, as audit rows name them. */
  readonly by: string;
  /** For the audit log; null for a number that nobody has. */
  readonly lineId: string | null;
}

export interface AcrossCounter {
  readonly of: 'agent' | 'caller' | 'document' | 'everybody';
  readonly bucket: Buffer;
  readonly subject: Buffer;
  /** Wrong answers in the day that lock it. */
  readonly attempts: number;
  /** Until the day is over. */
  readonly lockMinutes: number;
}

/** By whom, from where and with what is guessed, as far as it is known. */
export interface AcrossAsked {
  /** Who types what is said; null where a machine does. */
  readonly agent: string | null;
  /** Keyed hash of the calling number. */
  readonly caller: Buffer | null;
  /** Keyed hash of the document number that was given. */
  readonly document: Buffer | null;
  readonly most: Readonly<Record<'agent' | 'caller' | 'document', number>>;
  /**
   * Where one count serves several questions, a right answer to one gives back the tries at all. Then each question about a number is
   * counted for a day besides, whoever answers it.
   */
  readonly questions?: { readonly names: readonly string[]; readonly most: number };
  readonly timeZone: string;
  readonly now: Date;
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
    /** Where a door asks several things: each counts for itself, else who knows one answer gets new tries at another by it. */
    readonly question?: string;
    readonly across?: AcrossAsked;
  },
): AttemptCounters {
  const { door, about, actor, lineId, question } = asked;
  const which = question === undefined ? [door, about] : [door, about, question];
  return {
    own: vault.index('attempts of an asker', JSON.stringify([...which, askerOf(door, actor)])),
    door: vault.index('attempts at a door', JSON.stringify(which)),
    subject: OUTER.includes(door) ? attemptsFromOutside(vault, about) : attemptsAbout(vault, about),
    across: asked.across === undefined ? [] : acrossCounters(vault, door, about, asked.across),
    name: door,
    by: actor.kind === 'subscriber' && actor.attended ? auditName(actor) : 'public',
    lineId,
  };
}

/** What was answered wrongly by whoever had signed in, or was attended to: it tells of a risk to the line. */
export function attemptsAbout(vault: Vault, about: string): Buffer {
  return vault.index('attempts about', about);
}

/** What strangers answered wrongly: it tells nothing of the line, or anybody could make any line look risky. */
function attemptsFromOutside(vault: Vault, about: string): Buffer {
  return vault.index('attempts about, from outside', about);
}

/** All that is counted about a number, to be forgotten together. */
export function everyAttemptAbout(vault: Vault, about: string): readonly Buffer[] {
  return [attemptsAbout(vault, about), attemptsFromOutside(vault, about)];
}

function acrossCounters(
  vault: Vault,
  door: Door,
  about: string,
  asked: AcrossAsked,
): readonly AcrossCounter[] {
  const { timeZone, now, questions } = asked;
  const most = { ...asked.most, everybody: questions?.most ?? 0 };
  const day = localDateAt(now, timeZone);
  const lockMinutes = (startOfDay(addDays(day, 1), timeZone).getTime() - now.getTime()) / 60_000;
  const counter = (of: AcrossCounter['of'], who: string | null): readonly AcrossCounter[] =>
    who === null
      ? []
      : [
          {
            of,
            bucket: vault.index('attempts across numbers', JSON.stringify([door, of, who, day])),
            // Not that of a number: whoever resets one resets nothing of these.
            subject: vault.index('attempts of', JSON.stringify([of, who])),
            attempts: most[of],
            lockMinutes,
          },
        ];
  return [
    ...counter('agent', asked.agent),
    ...counter('caller', asked.caller?.toString('base64url') ?? null),
    ...counter('document', asked.document?.toString('base64url') ?? null),
    ...(questions?.names ?? []).flatMap((name) => counter('everybody', JSON.stringify([about, name]))),
  ];
}

/**
 * Whose tries they are: of a session its own, of a visitor those of its address; all others share theirs. What is read or
 * said at a desk is counted for whoever sits there, however often they begin anew.
 */
function askerOf(door: Door, actor: Actor): string {
  if (actor.kind === 'public') return `client ${actor.client}`;
  if (OUTER.includes(door)) return 'others';
  if (door === 'document_seen' || door === 'question') return auditName(actor);
  if (actor.kind === 'subscriber') return `session ${actor.sessionToken ?? actor.partyId}`;
  return auditName(actor);
}
