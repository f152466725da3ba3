import type { HolderInput, LineInput } from '../../domain/lines/line-input.ts';
import type { Db } from '../database/database.ts';
import type { DataKey, Vault } from '../database/vault.ts';
import { documentIndex } from '../people/parties.ts';
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
  const columns = (list: readonly HolderInput[]) => [
    list.map((h) => h.holderId),
    list.map((h) => h.kind),
    list.map((h) => h.language),
    list.map((h) => (h.name === null ? null : vault.encrypt(keys.get(h.holderId)!, 'party name', h.name))),
    list.map((h) => h.document?.type ?? null),
    list.map((h) => h.document?.country ?? null),
    list.map((h) =>
      h.document === null ? null : vault.encrypt(keys.get(h.holderId)!, 'party document', h.document.number),
    ),
    list.map((h) => (h.document === null ? null : documentIndex(vault, h.document.number))),
  ];
  const UNNEST =
    'unnest($1::text[], $2::text[], $3::text[], $4::bytea[], $5::text[], $6::text[], $7::bytea[], $8::bytea[]';
  if (created.length > 0) {
    await tx.query({
      name: 'insert-parties',
      text: `insert into party (party_id, kind, language, name_enc, document_type, document_country, document_enc, document_bidx, data_key_wrapped, key_epoch)
        select a, b, coalesce(c, 'zh-CN'), d, e, f, g, h, i, $10 from ${UNNEST}, $9::bytea[]) as o(a, b, c, d, e, f, g, h, i)`,
      values: [
        ...columns(created),
        created.map((h) => vault.wrap(keys.get(h.holderId)!)),
        vault.currentEpoch,
      ],
    });
  }
  if (known.length > 0) {
    await tx.query({
      name: 'update-parties',
      text: `update party p set kind = b, language = coalesce(c, p.language), name_enc = coalesce(d, p.name_enc),
          document_type = coalesce(e, p.document_type), document_country = coalesce(f, p.document_country),
          document_enc = coalesce(g, p.document_enc), document_bidx = coalesce(h, p.document_bidx), updated_at = now()
        from ${UNNEST}) as o(a, b, c, d, e, f, g, h) where p.party_id = a`,
      values: columns(known),
    });
  }
  await addContacts(tx, vault, inputs, keys);
  return keys;
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

async function upsertLines(tx: Db, rows: readonly ChangedRow[]): Promise<void> {
  const of = <T>(value: (input: LineInput) => T): T[] => rows.map((row) => value(row.input));
  await tx.query({
    name: 'upsert-lines',
    text: `insert into line (line_id, holder_id, account_id, status, jurisdiction, province, opened_on, opened_channel, payment, plan_name,
        monthly_fee, currency, contract, ties, holds, port_out, last_roamed_on, range_holder, row_hash)
      select a, b, c, 'active', d, e, f, g, h, i, j, k, l, m, n, o, p, q, r
      from unnest($1::text[], $2::text[], $3::text[], $4::text[], $5::text[], $6::date[], $7::text[], $8::text[], $9::text[], $10::bigint[],
        $11::text[], $12::jsonb[], $13::jsonb[], $14::jsonb[], $15::jsonb[], $16::date[], $17::text[], $18::bytea[])
        as s(a, b, c, d, e, f, g, h, i, j, k, l, m, n, o, p, q, r)
      on conflict (line_id) do update set holder_id = excluded.holder_id, account_id = excluded.account_id, jurisdiction = excluded.jurisdiction,
        province = excluded.province, opened_on = excluded.opened_on, opened_channel = excluded.opened_channel, payment = excluded.payment,
        plan_name = excluded.plan_name, monthly_fee = excluded.monthly_fee, currency = excluded.currency, contract = excluded.contract,
        ties = excluded.ties, holds = excluded.holds, port_out = excluded.port_out, last_roamed_on = excluded.last_roamed_on,
        range_holder = excluded.range_holder, row_hash = excluded.row_hash, updated_at = now()`,
    values: [
      of((l) => l.lineId),
      of((l) => l.holder.holderId),
      of((l) => l.accountId),
      of((l) => l.jurisdiction),
      of((l) => l.province),
      of((l) => l.openedOn),
      of((l) => l.openedChannel),
      of((l) => l.payment),
      of((l) => l.plan.name),
      of((l) => l.plan.monthlyFee.minor),
      of((l) => l.currency),
      of(({ contract: c }) =>
        c === null
          ? null
          : JSON.stringify({ endsOn: c.endsOn, earlyTerminationPerMonth: c.earlyTerminationPerMonth.minor }),
      ),
      of((l) => JSON.stringify(l.ties)),
      of((l) => JSON.stringify(l.holds)),
      of((l) => (l.portOut === null ? null : JSON.stringify(l.portOut))),
      of((l) => l.lastRoamedOn),
      of((l) => l.rangeHolder),
      rows.map((row) => row.hash),
    ],
  });
}
