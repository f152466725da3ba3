import { PLAN_VERSION } from '../../domain/cases/plan.ts';
import type { Stage } from '../../domain/cases/termination.ts';
import { waitingAt } from '../../domain/cases/waiting.ts';
import type { Route } from '../../domain/rules/route.ts';
import type { Channel, IdentityFactor } from '../../domain/rules/rulebook.ts';
import type { LocalDate } from '../../domain/values/local-date.ts';
import { booleans, byteas, dates, int2s, int8s, texts, timestamps } from '../database/array-parameters.ts';
import type { Db } from '../database/database.ts';
import { insertOf, type NamedColumn } from '../database/named-columns.ts';

export interface NewCase {
  readonly reference: string;
  readonly lineId: string;
  readonly holderId: string;
  readonly lane: number;
  readonly stage: Stage;
  /** Null: nothing happens until a person acts. */
  readonly dueAt: Date | null;
  readonly plan: readonly Stage[];
  readonly jurisdiction: string;
  readonly province: string | null;
  readonly rulebookVersion: string;
  readonly channel: Channel;
  readonly urgent: boolean;
  readonly reason: string | null;
  readonly declaredAt: Date;
  /** When its holder was known to ask for it: with the declaration, or when they took one up. */
  readonly identifiedAt: Date;
  readonly currency: string;
  readonly receiptHash: Buffer;
  /** What had been proven when the receipt was given. */
  readonly receiptFactors: readonly IdentityFactor[];
  /** The last day of service that the person asked for; null for as soon as possible. */
  readonly wantedEndOn: LocalDate | null;
  /** On which route somebody else than the holder asks; null for the holder. */
  readonly route: Route | null;
  /** Who asked by a special request, and is told of the case; null for the holder. */
  readonly requesterId: string | null;
  /** Nothing of it reaches the holder. */
  readonly confidential: boolean;
  /** What the confirmation fixes; null while there is none. */
  readonly confirmed: {
    readonly at: Date;
    readonly billingEndOn: LocalDate;
    /** Minor units of the currency. */
    readonly earlyTermination: number | null;
  } | null;
}

const COLUMNS: readonly NamedColumn<NewCase>[] = [
  { name: 'reference', type: 'text', values: (all) => texts(all, (c) => c.reference) },
  { name: 'line_id', type: 'text', values: (all) => texts(all, (c) => c.lineId) },
  { name: 'holder_id', type: 'text', values: (all) => texts(all, (c) => c.holderId) },
  { name: 'lane', type: 'smallint', values: (all) => int2s(all, (c) => c.lane) },
  { name: 'stage', type: 'text', values: (all) => texts(all, (c) => c.stage) },
  { name: 'due_at', type: 'timestamptz', values: (all) => timestamps(all, (c) => c.dueAt) },
  { name: 'waiting_for', type: 'text', values: (all) => texts(all, (c) => waitingAt(c.stage)) },
  { name: 'plan_version', type: 'smallint', values: (all) => int2s(all, () => PLAN_VERSION) },
  { name: 'jurisdiction', type: 'text', values: (all) => texts(all, (c) => c.jurisdiction) },
  { name: 'province', type: 'text', values: (all) => texts(all, (c) => c.province) },
  { name: 'rulebook_version', type: 'text', values: (all) => texts(all, (c) => c.rulebookVersion) },
  { name: 'channel', type: 'text', values: (all) => texts(all, (c) => c.channel) },
  { name: 'urgent', type: 'boolean', values: (all) => booleans(all, (c) => c.urgent) },
  { name: 'reason', type: 'text', values: (all) => texts(all, (c) => c.reason) },
  { name: 'declared_at', type: 'timestamptz', values: (all) => timestamps(all, (c) => c.declaredAt) },
  { name: 'identified_at', type: 'timestamptz', values: (all) => timestamps(all, (c) => c.identifiedAt) },
  { name: 'confirmed_at', type: 'timestamptz', values: (all) => timestamps(all, (c) => c.confirmed?.at) },
  { name: 'billing_end_on', type: 'date', values: (all) => dates(all, (c) => c.confirmed?.billingEndOn) },
  {
    name: 'early_termination',
    type: 'bigint',
    values: (all) => int8s(all, (c) => c.confirmed?.earlyTermination),
  },
  { name: 'currency', type: 'text', values: (all) => texts(all, (c) => c.currency) },
  { name: 'receipt_hash', type: 'bytea', values: (all) => byteas(all, (c) => c.receiptHash) },
  {
    name: 'receipt_factors',
    type: 'text',
    values: (all) => texts(all, (c) => c.receiptFactors.join(' ')),
    read: (listed) => `string_to_array(${listed}, ' ')`,
  },
  { name: 'wanted_end_on', type: 'date', values: (all) => dates(all, (c) => c.wantedEndOn) },
  { name: 'route', type: 'text', values: (all) => texts(all, (c) => c.route) },
  { name: 'requester_id', type: 'text', values: (all) => texts(all, (c) => c.requesterId) },
  { name: 'confidential', type: 'boolean', values: (all) => booleans(all, (c) => c.confidential) },
  // An array of arrays cannot be listed; most cases have the same few plans.
  {
    name: 'plan',
    type: 'text',
    values: (all) => texts(all, (c) => c.plan.join(' ')),
    read: (listed) => `string_to_array(${listed}, ' ')`,
  },
];

export interface OpenedCase {
  readonly lineId: string;
  readonly caseId: string;
  readonly reference: string;
}

/** Opens a case for each line that has none. A line that has one keeps that one, and is missing in the answer. */
export async function openCases(tx: Db, cases: readonly NewCase[]): Promise<readonly OpenedCase[]> {
  if (cases.length === 0) return [];
  const { text, values } = insertOf('termination', COLUMNS, cases);
  const { rows } = await tx.query<OpenedCase>({
    name: 'open-cases',
    text: `${text} on conflict (line_id) do nothing
      returning line_id as "lineId", case_id as "caseId", reference`,
    values,
  });
  return rows;
}
