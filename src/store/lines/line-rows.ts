import type { HolderInput, LineInput } from '../../domain/lines/line-input.ts';
import { HOME_LANGUAGE } from '../../domain/values/language.ts';
import { byteas, dates, int4s, int8s, jsonbs, texts } from '../database/array-parameters.ts';
import type { Db } from '../database/database.ts';
import { insertOf, type NamedColumn, rowsAs } from '../database/named-columns.ts';
import type { DataKey, Vault } from '../database/vault.ts';
import { documentIndex, nameIndex } from '../people/parties.ts';
import { writeProfiles } from './esim-profiles.ts';
import { writeAccesses, writeNumbers } from './line-assignments.ts';
import type { ChangedRow, Neighbours } from './line-conflicts.ts';

/** Writes rows that nothing stands against, table by table; parents before children, ends before beginnings. */
export async function writeRows(
  tx: Db,
  vault: Vault,
  rows: readonly ChangedRow[],
  neighbours: Neighbours,
  now: Date,
): Promise<void> {
  if (rows.length === 0) return;
  const inputs = rows.map((row) => row.input);
  const keys = await writeParties(tx, vault, inputs, neighbours);
  await writeAccounts(tx, inputs, neighbours);
  await upsertLines(tx, rows);
  await writeNumbers(tx, rows, neighbours, now);
  await writeAccesses(tx, rows, neighbours, now);
  await writeProfiles(tx, vault, rows, (holderId) => keys.get(holderId)!);
}

/** Several lines of one person in a batch: as if they had come one after another. */
function holdersOf(inputs: readonly LineInput[]): readonly HolderInput[] {
  const holders = new Map<string, HolderInput>();
  for (const { holder } of inputs) {
    const before = holders.get(holder.holderId);
    holders.set(
      holder.holderId,
      before === undefined
        ? holder
        : {
            ...holder,
            name: holder.name ?? before.name,
            language: holder.language ?? before.language,
            document: holder.document ?? before.document,
          },
    );
  }
  return [...holders.values()].sort((a, b) => (a.holderId < b.holderId ? -1 : 1));
}

async function writeParties(
  tx: Db,
  vault: Vault,
  inputs: readonly LineInput[],
  neighbours: Neighbours,
): Promise<ReadonlyMap<string, DataKey>> {
  const holders = holdersOf(inputs);
  const keys = new Map<string, DataKey>();
  const created: HolderInput[] = [];
  const known: HolderInput[] = [];
  for (const holder of holders) {
    const stored = neighbours.parties.get(holder.holderId);
    // The key stays when the person does: evidence and messages of earlier cases are under it.
    keys.set(
      holder.holderId,
      stored === undefined ? vault.newDataKey() : vault.unwrap(stored.wrapped!, stored.epoch),
    );
    (stored === undefined ? created : known).push(holder);
  }
  const columns = partyColumns(vault, (holder) => keys.get(holder.holderId)!);
  if (created.length > 0) {
    await tx.query({
      name: 'insert-parties',
      ...insertOf('party', [...columns, ...keyColumns(vault, keys)], created),
    });
  }
  if (known.length > 0) {
    const { from, values } = rowsAs('o', columns, known);
    await tx.query({
      name: 'update-parties',
      text: `update party p set kind = o.kind, language = coalesce(o.language, p.language), name_enc = coalesce(o.name_enc, p.name_enc),
          name_bidx = coalesce(o.name_bidx, p.name_bidx),
          document_type = coalesce(o.document_type, p.document_type), document_country = coalesce(o.document_country, p.document_country),
          document_enc = coalesce(o.document_enc, p.document_enc), document_bidx = coalesce(o.document_bidx, p.document_bidx), updated_at = now()
        from ${from} where p.party_id = o.party_id`,
      values,
    });
  }
  await addContacts(tx, vault, inputs, keys);
  return keys;
}

function partyColumns(
  vault: Vault,
  keyOf: (holder: HolderInput) => DataKey,
): readonly NamedColumn<HolderInput>[] {
  return [
    { name: 'party_id', type: 'text', values: (all) => texts(all, (h) => h.holderId) },
    { name: 'kind', type: 'text', values: (all) => texts(all, (h) => h.kind) },
    {
      name: 'language',
      type: 'text',
      values: (all) => texts(all, (h) => h.language),
      read: (listed) => `coalesce(${listed}, '${HOME_LANGUAGE}')`,
    },
    {
      name: 'name_enc',
      type: 'bytea',
      values: (all) =>
        byteas(all, (h) => (h.name === null ? null : vault.encrypt(keyOf(h), 'party name', h.name))),
    },
    {
      name: 'name_bidx',
      type: 'bytea',
      values: (all) => byteas(all, (h) => (h.name === null ? null : nameIndex(vault, h.name))),
    },
    { name: 'document_type', type: 'text', values: (all) => texts(all, (h) => h.document?.type) },
    { name: 'document_country', type: 'text', values: (all) => texts(all, (h) => h.document?.country) },
    {
      name: 'document_enc',
      type: 'bytea',
      values: (all) =>
        byteas(all, (h) =>
          h.document === null ? null : vault.encrypt(keyOf(h), 'party document', h.document.number),
        ),
    },
    {
      name: 'document_bidx',
      type: 'bytea',
      values: (all) =>
        byteas(all, (h) => (h.document === null ? null : documentIndex(vault, h.document.number))),
    },
  ];
}

/** Only a new person gets a key. */
function keyColumns(vault: Vault, keys: ReadonlyMap<string, DataKey>): readonly NamedColumn<HolderInput>[] {
  return [
    {
      name: 'data_key_wrapped',
      type: 'bytea',
      values: (all) => byteas(all, (h) => vault.wrap(keys.get(h.holderId)!)),
    },
    { name: 'key_epoch', type: 'int', values: (all) => int4s(all, () => vault.currentEpoch) },
  ];
}

/** An earlier contact stays: it is told when something happens to the line, also when the newer one is a thief's. */
async function addContacts(
  tx: Db,
  vault: Vault,
  inputs: readonly LineInput[],
  keys: ReadonlyMap<string, DataKey>,
): Promise<void> {
  const contacts = new Map(
    inputs.flatMap(({ holder: { holderId, contactPhone } }) =>
      contactPhone === null ? [] : [[`${holderId} ${contactPhone}`, { holderId, contactPhone }] as const],
    ),
  );
  if (contacts.size === 0) return;
  const list = [...contacts.values()];
  await tx.query({
    name: 'add-contacts',
    text: `insert into contact (party_id, channel, value_enc, value_bidx, verified_at)
      select a, 'sms', b, c, now() from unnest($1::text[], $2::bytea[], $3::bytea[]) as o(a, b, c)
      on conflict (party_id, channel, value_bidx) do update set verified_at = excluded.verified_at, origin = 'operator'
        where contact.verified_at is null or contact.origin <> 'operator'`,
    values: [
      list.map((c) => c.holderId),
      list.map((c) => vault.encrypt(keys.get(c.holderId)!, 'contact', c.contactPhone)),
      list.map((c) => vault.index('contact sms', c.contactPhone)),
    ],
  });
}

/** The first holder of an account pays for it; who pays later is not sent with a line and stays. */
async function writeAccounts(tx: Db, inputs: readonly LineInput[], neighbours: Neighbours): Promise<void> {
  const accounts = new Map<
    string,
    { payer: string; currency: string; balance: number | null; unbilled: number | null }
  >();
  for (const { accountId, holder, currency, balance, unbilled } of inputs) {
    const before = accounts.get(accountId);
    accounts.set(accountId, {
      payer: before?.payer ?? holder.holderId,
      currency,
      balance: balance?.minor ?? before?.balance ?? null,
      unbilled: unbilled?.minor ?? before?.unbilled ?? null,
    });
  }
  const all = [...accounts].sort(([a], [b]) => (a < b ? -1 : 1));
  const created = all.filter(([id]) => !neighbours.currencyOf.has(id));
  const known = all.filter(([id]) => neighbours.currencyOf.has(id));
  const ids = (list: typeof all) => list.map(([id]) => id);
  const standing = (list: typeof all) => [
    ids(list),
    list.map(([, a]) => a.currency),
    list.map(([, a]) => a.balance),
    list.map(([, a]) => a.unbilled),
  ];
  if (created.length > 0) {
    await tx.query({
      name: 'insert-accounts',
      text: 'insert into account (account_id, payer_id, currency) select a, b, c from unnest($1::text[], $2::text[], $3::text[]) as o(a, b, c)',
      values: [ids(created), created.map(([, a]) => a.payer), created.map(([, a]) => a.currency)],
    });
  }
  await tx.query({
    name: 'insert-billing-accounts',
    text: `insert into billing_account (account_id, currency, balance, unbilled)
      select a, b, coalesce(c, 0), coalesce(d, 0) from unnest($1::text[], $2::text[], $3::bigint[], $4::bigint[]) as o(a, b, c, d)
      on conflict do nothing`,
    values: standing(all),
  });
  const sent = known.filter(([, a]) => a.balance !== null || a.unbilled !== null);
  if (sent.length === 0) return;
  await tx.query({
    name: 'update-billing-accounts',
    text: `update billing_account k set balance = coalesce(c, k.balance), unbilled = coalesce(d, k.unbilled)
      from unnest($1::text[], $2::text[], $3::bigint[], $4::bigint[]) as o(a, b, c, d)
      where k.account_id = a and (k.balance <> c or k.unbilled <> d)`,
    values: standing(sent),
  });
}

const LINE: readonly NamedColumn<ChangedRow>[] = [
  { name: 'line_id', type: 'text', values: (all) => texts(all, ({ input: l }) => l.lineId) },
  { name: 'holder_id', type: 'text', values: (all) => texts(all, ({ input: l }) => l.holder.holderId) },
  { name: 'account_id', type: 'text', values: (all) => texts(all, ({ input: l }) => l.accountId) },
  { name: 'status', type: 'text', values: (all) => texts(all, () => 'active') },
  { name: 'jurisdiction', type: 'text', values: (all) => texts(all, ({ input: l }) => l.jurisdiction) },
  { name: 'province', type: 'text', values: (all) => texts(all, ({ input: l }) => l.province) },
  { name: 'opened_on', type: 'date', values: (all) => dates(all, ({ input: l }) => l.openedOn) },
  { name: 'opened_channel', type: 'text', values: (all) => texts(all, ({ input: l }) => l.openedChannel) },
  { name: 'payment', type: 'text', values: (all) => texts(all, ({ input: l }) => l.payment) },
  { name: 'plan_name', type: 'text', values: (all) => texts(all, ({ input: l }) => l.plan.name) },
  {
    name: 'monthly_fee',
    type: 'bigint',
    values: (all) => int8s(all, ({ input: l }) => l.plan.monthlyFee.minor),
  },
  { name: 'currency', type: 'text', values: (all) => texts(all, ({ input: l }) => l.currency) },
  { name: 'contract', type: 'jsonb', values: (all) => jsonbs(all, ({ input: l }) => contractOf(l)) },
  { name: 'ties', type: 'jsonb', values: (all) => jsonbs(all, ({ input: l }) => JSON.stringify(l.ties)) },
  { name: 'holds', type: 'jsonb', values: (all) => jsonbs(all, ({ input: l }) => JSON.stringify(l.holds)) },
  {
    name: 'port_out',
    type: 'jsonb',
    values: (all) => jsonbs(all, ({ input: l }) => (l.portOut === null ? null : JSON.stringify(l.portOut))),
  },
  { name: 'last_roamed_on', type: 'date', values: (all) => dates(all, ({ input: l }) => l.lastRoamedOn) },
  { name: 'range_holder', type: 'text', values: (all) => texts(all, ({ input: l }) => l.rangeHolder) },
  { name: 'row_hash', type: 'bytea', values: (all) => byteas(all, (row) => row.hash) },
];

function contractOf({ contract }: LineInput): string | null {
  if (contract === null) return null;
  const { endsOn, earlyTerminationPerMonth } = contract;
  return JSON.stringify({ endsOn, earlyTerminationPerMonth: earlyTerminationPerMonth.minor });
}

/** A line that is known already keeps its status: only cases change that. */
async function upsertLines(tx: Db, rows: readonly ChangedRow[]): Promise<void> {
  const { text, values } = insertOf('line', LINE, rows);
  const changed = LINE.map(({ name }) => name).filter((name) => name !== 'line_id' && name !== 'status');
  await tx.query({
    name: 'upsert-lines',
    text: `${text} on conflict (line_id) do update
      set ${changed.map((name) => `${name} = excluded.${name}`).join(', ')}, updated_at = now()`,
    values: [...values],
  });
}
