import { HandbackError } from '../../domain/errors.ts';
import {
  HELD_KINDS,
  type HeldKind,
  type HoldingBack,
  type PersonFacts,
  type Retention,
} from '../../domain/people/retention.ts';
import type { RuleReference } from '../../domain/rules/rulebook.ts';
import type { LocalDate } from '../../domain/values/local-date.ts';
import { insertAudit } from '../../store/audit.ts';
import { factsOf } from '../../store/erasure/facts.ts';
import { heldOf } from '../../store/erasure/held.ts';
import { type LegalHold, legalHoldsOf } from '../../store/erasure/legal-holds.ts';
import { type Tombstone, tombstoneOf } from '../../store/erasure/tombstones.ts';
import { findParty } from '../../store/people/parties.ts';
import { type Actor, auditName } from '../access/actor.ts';
import { seesConfidential } from '../access/confidential.ts';
import { reaches } from '../access/factors.ts';
import { requireAccess } from '../access/require-access.ts';
import type { Operations } from '../context.ts';
import { findSubject, type SubjectRequest } from './find-subject.ts';
import { judgeOfRetention } from './retention-of-people.ts';

/** Something that is held of a person. */
export interface HeldThing {
  readonly kind: HeldKind;
  readonly count: number;
  /** The last day on which it is kept; null while nobody can say. */
  readonly until: LocalDate | null;
}

/** What is held of a person, why, and until when. */
export interface KeptOfPerson {
  readonly held: readonly HeldThing[];
  readonly back: readonly HoldingBack[];
  /** By which rule the last day is counted; null where none of the rulebook does. */
  readonly rule: RuleReference | null;
  /** So many years, by that rule, after the last line ended. */
  readonly years: number | null;
  /** The day on which all of it is over; null while nobody can say. */
  readonly until: LocalDate | null;
}

/** The same as the operator sees it. */
export interface PrivacyReport extends KeptOfPerson {
  readonly partyId: string;
  readonly holds: readonly LegalHold[];
  /** Null for somebody who is kept. */
  readonly erased: Pick<Tombstone, 'erasureId' | 'at'> | null;
}

/** To the holder: what they can see for themselves. That an authority wants something of them is not told by a page. */
const TOLD: readonly HoldingBack[] = ['standing_line', 'open_dispute'];

/**
 * What is held of anybody. The look is audited.
 * @throws HandbackError `forbidden`, `subject_unknown`, `holder_erased`
 */
export async function viewPrivacyReport(
  op: Operations,
  actor: Actor,
  request: SubjectRequest,
): Promise<PrivacyReport> {
  requireAccess(actor, 'viewPrivacyReport');
  const partyId = await findSubject(op, request);
  const party = await findParty(op.pool, op.vault, partyId);
  const tombstone = await tombstoneOf(op.pool, partyId);
  const kept = await keptOf(op, partyId, seesConfidential(actor));
  const holds = party === null ? [] : await legalHoldsOf(op.pool, op.vault, party);
  await insertAudit(op.pool, [
    {
      ...{ caseId: null, lineId: null, actor: auditName(actor), action: 'viewed' },
      facts: { what: 'privacy_report', party: partyId },
    },
  ]);
  const erased = tombstone === null ? null : { erasureId: tombstone.erasureId, at: tombstone.at };
  return { partyId, ...kept, holds, erased };
}

/**
 * What is held of whoever signed in and proved who they are.
 * @throws HandbackError `not_signed_in`, `factor_needed`
 */
export async function viewMyRecords(op: Operations, actor: Actor): Promise<KeptOfPerson> {
  requireAccess(actor, 'viewMyRecords');
  // Whoever has the phone alone need not be the holder: it reaches its own line, and no other.
  if (!reaches(actor, 'any other line'))
    throw new HandbackError('factor_needed', { missing: 1, accepted: ['document_number'] });
  const { back, ...kept } = await keptOf(op, actor.partyId, false);
  return { ...kept, back: back.filter((one) => TOLD.includes(one)) };
}

async function keptOf(op: Operations, partyId: string, confidentialToo: boolean): Promise<KeptOfPerson> {
  const facts: PersonFacts | undefined = (await factsOf(op.pool, [partyId]))[0];
  if (facts === undefined) throw new HandbackError('subject_unknown', { found: 0 });
  const retention = judgeOfRetention(op, op.clock.now())(facts);
  const held = facts.erasedAt === null ? await heldOf(op.pool, partyId, confidentialToo) : [];
  return {
    held: held.map((one) => ({ ...one, until: untilOf(retention, one.kind) })),
    back: retention.back,
    rule: retention.rule,
    years: retention.years,
    until: untilOf(retention, 'name'),
  };
}

const untilOf = ({ classes }: Retention, kind: HeldKind): LocalDate | null =>
  classes.find((one) => one.class === HELD_KINDS[kind])?.until ?? null;
