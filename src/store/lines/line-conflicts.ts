import { HandbackError } from '../../domain/errors.ts';
import type { AccessInput, LineInput } from '../../domain/lines/line-input.ts';
import type { Db } from '../database/database.ts';

/** Why a row is not written, and which of its fields is the reason. */
export interface Refusal {
  readonly outcome: 'refused';
  readonly field: string;
  readonly error: HandbackError;
}

export function refuse(field: string, error: HandbackError): Refusal {
  return { outcome: 'refused', field, error };
}

/** A row that differs from what is stored. */
export interface ChangedRow {
  readonly index: number;
  readonly input: LineInput;
  readonly hash: Buffer;
  readonly exists: boolean;
}

export interface StoredAccess extends AccessInput {
  readonly accessId: string;
}

export interface StoredParty {
  readonly wrapped: Buffer | null;
  readonly epoch: number;
}

/** What is stored around some rows: of their own lines, and of whoever has what they ask for. */
export interface Neighbours {
  readonly ended: ReadonlySet<string>;
  readonly numberOf: ReadonlyMap<string, string>;
  readonly accessesOf: ReadonlyMap<string, readonly StoredAccess[]>;
  readonly lineOfNumber: ReadonlyMap<string, string>;
  readonly lineOfImsi: ReadonlyMap<string, string>;
  /** ICCID of an eSIM profile to the line that serves with it. */
  readonly lineOfProfile: ReadonlyMap<string, string>;
  /** Number to the day from which it may be given out again. */
  readonly quarantined: ReadonlyMap<string, string>;
  readonly currencyOf: ReadonlyMap<string, string>;
  readonly parties: ReadonlyMap<string, StoredParty>;
}

const DAY_MS = 86_400_000;

export async function loadNeighbours(tx: Db, inputs: readonly LineInput[], now: Date): Promise<Neighbours> {
  const lineIds = inputs.map((input) => input.lineId);
  const numbers = inputs.flatMap((input) => input.msisdn ?? []);
  const imsis = inputs.flatMap((input) => input.accesses.map((access) => access.imsi));
  // People first: an erasure that runs at the same time waits for us, or we see that it was.
  const parties = await tx.query<{ party_id: string; data_key_wrapped: Buffer | null; key_epoch: number }>({
    name: 'lock-parties',
    text: `select party_id, data_key_wrapped, key_epoch from party where party_id = any($1::text[])
      order by party_id for no key update`,
    values: [[...new Set(inputs.map((input) => input.holder.holderId))]],
  });
  const ended = await tx.query<{ line_id: string }>({
    name: 'ended-lines',
    text: `select line_id from line where line_id = any($1::text[]) and status = 'ended'`,
    values: [lineIds],
  });
  const assigned = await tx.query<{ line_id: string; msisdn: string }>({
    name: 'current-numbers',
    text: `select line_id, msisdn from msisdn_assignment where line_id = any($1::text[]) and to_at is null
      union select line_id, msisdn from msisdn_assignment where msisdn = any($2::text[]) and to_at is null`,
    values: [lineIds, numbers],
  });
  const accesses = await tx.query<StoredAccess & { line_id: string }>({
    name: 'current-accesses',
    text: `select access_id as "accessId", line_id, kind, imsi, iccid, eid from access where line_id = any($1::text[]) and to_at is null
      union select access_id, line_id, kind, imsi, iccid, eid from access where imsi = any($2::text[]) and to_at is null`,
    values: [lineIds, imsis],
  });
  const iccids = inputs.flatMap((input) => input.profiles.map((profile) => profile.iccid));
  const profiles =
    iccids.length === 0
      ? []
      : (
          await tx.query<{ iccid: string; line_id: string }>({
            name: 'lines-of-profiles',
            text: `select p.iccid, p.line_id from esim_profile p join line l using (line_id)
              where p.iccid = any($1::text[]) and l.status <> 'ended'`,
            values: [iccids],
          })
        ).rows;
  const quarantined = await tx.query<{ msisdn: string; release_on: string }>({
    name: 'quarantined-numbers',
    text: `select msisdn, release_on from number_ledger
      where msisdn = any($1::text[]) and (state = 'quarantined' or (state = 'returned' and released_at is null)) and release_on > $2::date`,
    values: [numbers, now.toISOString().slice(0, 10)],
  });
  const accounts = await tx.query<{ account_id: string; currency: string }>({
    name: 'account-currencies',
    text: 'select account_id, currency from account where account_id = any($1::text[])',
    values: [[...new Set(inputs.map((input) => input.accountId))]],
  });
  return {
    ended: new Set(ended.rows.map((row) => row.line_id)),
    numberOf: new Map(assigned.rows.map((row) => [row.line_id, row.msisdn])),
    lineOfNumber: new Map(assigned.rows.map((row) => [row.msisdn, row.line_id])),
    accessesOf: Map.groupBy(accesses.rows, (row) => row.line_id),
    lineOfImsi: new Map(accesses.rows.map((row) => [row.imsi, row.line_id])),
    lineOfProfile: new Map(profiles.map((row) => [row.iccid, row.line_id])),
    quarantined: new Map(quarantined.rows.map((row) => [row.msisdn, row.release_on])),
    currencyOf: new Map(accounts.rows.map((row) => [row.account_id, row.currency])),
    parties: new Map(
      parties.rows.map((row) => [row.party_id, { wrapped: row.data_key_wrapped, epoch: row.key_epoch }]),
    ),
  };
}

export interface Judged {
  readonly accepted: readonly ChangedRow[];
  readonly refused: ReadonlyMap<number, Refusal>;
}

/**
 * Which rows can be written together. Two lines may swap numbers or cards in one batch; a refused row gives nothing
 * up, so each refusal is followed by another look at the rest.
 */
export function judgeRows(rows: readonly ChangedRow[], neighbours: Neighbours, now: Date): Judged {
  const refused = new Map<number, Refusal>();
  for (const row of rows) {
    const refusal = refusalAlone(row.input, neighbours, now);
    if (refusal !== null) refused.set(row.index, refusal);
  }
  let accepted = rows.filter((row) => !refused.has(row.index));
  for (let before = -1; before !== refused.size; ) {
    before = refused.size;
    const claims = claimsOf(accepted, neighbours);
    for (const row of accepted) {
      const refusal = refusalAmong(row.input, neighbours, claims);
      if (refusal !== null) refused.set(row.index, refusal);
    }
    accepted = accepted.filter((row) => !refused.has(row.index));
  }
  return { accepted, refused };
}

function refusalAlone(input: LineInput, neighbours: Neighbours, now: Date): Refusal | null {
  if (neighbours.ended.has(input.lineId))
    return refuse('line_id', new HandbackError('line_conflict', { reason: 'ended' }));
  // No zone is more than 14 hours ahead of UTC.
  const latest = new Date(now.getTime() + (14 / 24) * DAY_MS).toISOString().slice(0, 10);
  if (input.openedOn > latest)
    return refuse('opened_on', new HandbackError('field_invalid', { reason: 'in_future' }));
  const party = neighbours.parties.get(input.holder.holderId);
  if (party !== undefined && party.wrapped === null)
    return refuse('holder_id', new HandbackError('holder_erased'));
  const currency = neighbours.currencyOf.get(input.accountId);
  if (currency !== undefined && currency !== input.currency)
    return refuse('account_id', new HandbackError('account_conflict', { currency }));
  const releaseOn = input.msisdn === null ? undefined : neighbours.quarantined.get(input.msisdn);
  if (releaseOn !== undefined)
    return refuse('msisdn', new HandbackError('msisdn_quarantined', { releaseOn }));
  return null;
}

interface Claims {
  /** Number, IMSI or account to the one row of the batch that gets it. */
  readonly numbers: ReadonlyMap<string, LineInput>;
  readonly imsis: ReadonlyMap<string, LineInput>;
  readonly profiles: ReadonlyMap<string, LineInput>;
  readonly accounts: ReadonlyMap<string, LineInput>;
  readonly lines: ReadonlySet<string>;
}

function claimsOf(rows: readonly ChangedRow[], neighbours: Neighbours): Claims {
  const numbers = new Map<string, LineInput>();
  const imsis = new Map<string, LineInput>();
  const profiles = new Map<string, LineInput>();
  const accounts = new Map<string, LineInput>();
  const claim = (
    claims: Map<string, LineInput>,
    value: string,
    input: LineInput,
    owner: string | undefined,
  ) => {
    // Who has it keeps it; among others the first in the batch gets it.
    if (owner === input.lineId || !claims.has(value)) claims.set(value, input);
  };
  for (const { input } of rows) {
    if (input.msisdn !== null) claim(numbers, input.msisdn, input, neighbours.lineOfNumber.get(input.msisdn));
    for (const { imsi } of input.accesses) claim(imsis, imsi, input, neighbours.lineOfImsi.get(imsi));
    for (const { iccid } of input.profiles)
      claim(profiles, iccid, input, neighbours.lineOfProfile.get(iccid));
    if (!accounts.has(input.accountId)) accounts.set(input.accountId, input);
  }
  return { numbers, imsis, profiles, accounts, lines: new Set(rows.map((row) => row.input.lineId)) };
}

function refusalAmong(input: LineInput, neighbours: Neighbours, claims: Claims): Refusal | null {
  // A claim that won over an owner in the batch means that the owner gives it up; an owner outside does not.
  const free = (owner: string | undefined) =>
    owner === undefined || owner === input.lineId || claims.lines.has(owner);
  const { msisdn } = input;
  if (
    msisdn !== null &&
    (claims.numbers.get(msisdn) !== input || !free(neighbours.lineOfNumber.get(msisdn)))
  ) {
    return refuse('msisdn', new HandbackError('msisdn_taken'));
  }
  for (const { imsi } of input.accesses) {
    if (claims.imsis.get(imsi) !== input || !free(neighbours.lineOfImsi.get(imsi)))
      return refuse('imsi', new HandbackError('imsi_taken'));
  }
  for (const { iccid } of input.profiles) {
    if (claims.profiles.get(iccid) !== input || !free(neighbours.lineOfProfile.get(iccid)))
      return refuse('profiles', new HandbackError('iccid_taken'));
  }
  const currency = claims.accounts.get(input.accountId)!.currency;
  if (currency !== input.currency)
    return refuse('account_id', new HandbackError('account_conflict', { currency }));
  return null;
}
