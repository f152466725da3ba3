import { PLAN_VERSION, planFor } from '../../src/domain/cases/plan.ts';
import type { Stage } from '../../src/domain/cases/termination.ts';
import type { Imsi } from '../../src/domain/values/imsi.ts';
import type { OsmoHlrSimulator } from '../../src/simulators/osmo-hlr/simulator.ts';
import type { Db } from '../../src/store/database/database.ts';
import type { Vault } from '../../src/store/database/vault.ts';
import { documentIndex, nameIndex } from '../../src/store/people/parties.ts';

export interface SeededLine {
  readonly lineId: string;
  readonly partyId: string;
  readonly msisdn: string;
  readonly imsi: Imsi;
}

/** An IMSI of the test network, 001 01. */
export function imsiOf(n: number): Imsi {
  return `001010${String(n).padStart(9, '0')}` as Imsi;
}

export const TEST_DOCUMENT = '11010519491231002X';

/** Plain postpaid lines of one person each, opened 2020-05-17 in Beijing, with one SIM. */
export async function seedLines(
  db: Db,
  vault: Vault,
  count: number,
  options: {
    readonly from?: number;
    readonly simulator?: OsmoHlrSimulator;
    readonly attachedTo?: string;
  } = {},
): Promise<readonly SeededLine[]> {
  const from = options.from ?? 0;
  const lines = Array.from({ length: count }, (_, i): SeededLine => {
    const n = String(from + i).padStart(7, '0');
    return {
      lineId: `L${n}`,
      partyId: `P${n}`,
      msisdn: `+861700${n}`,
      imsi: imsiOf(from + i),
    };
  });
  await db.query('insert into key_encryption_key_epoch (epoch) values ($1) on conflict do nothing', [
    vault.currentEpoch,
  ]);
  const keys = lines.map(() => vault.newDataKey());
  await db.query(
    `insert into party (party_id, kind, data_key_wrapped, key_epoch, language, name_enc, document_type, document_country, document_bidx, name_bidx)
     select a, 'natural', b, $3, 'zh-CN', c, 'cn_resident_id', 'CN', $4, $6
     from unnest($1::text[], $2::bytea[], $5::bytea[]) as o(a, b, c)`,
    [
      lines.map((l) => l.partyId),
      keys.map((key) => vault.wrap(key)),
      vault.currentEpoch,
      documentIndex(vault, TEST_DOCUMENT),
      keys.map((key) => vault.encrypt(key, 'party name', '张三')),
      nameIndex(vault, '张三'),
    ],
  );
  const accounts = lines.map((l) => `A${l.lineId}`);
  const parties = lines.map((l) => l.partyId);
  await db.query(
    `insert into account (account_id, payer_id, currency) select a, b, 'CNY' from unnest($1::text[], $2::text[]) as o(a, b)`,
    [accounts, parties],
  );
  await db.query(
    `insert into billing_account (account_id, currency, balance) select a, 'CNY', 0 from unnest($1::text[]) a`,
    [accounts],
  );
  await db.query(
    `insert into line (line_id, holder_id, account_id, status, jurisdiction, province, opened_on, opened_channel, payment, plan_name, monthly_fee, currency)
     select a, b, c, 'active', 'cn', 'CN-BJ', '2020-05-17', 'online', 'postpaid', '畅享 39', 3900, 'CNY'
     from unnest($1::text[], $2::text[], $3::text[]) as o(a, b, c)`,
    [lines.map((l) => l.lineId), parties, accounts],
  );
  await db.query(
    `insert into msisdn_assignment (line_id, msisdn, from_at) select a, b, '2020-05-17' from unnest($1::text[], $2::text[]) as o(a, b)`,
    [lines.map((l) => l.lineId), lines.map((l) => l.msisdn)],
  );
  await db.query(
    `insert into number_ledger (msisdn, state, line_id) select b, 'assigned', a from unnest($1::text[], $2::text[]) as o(a, b)`,
    [lines.map((l) => l.lineId), lines.map((l) => l.msisdn)],
  );
  await db.query(
    `insert into access (access_id, line_id, kind, imsi, iccid, from_at)
     select a || '-1', a, 'sim', b, '8986001' || lpad(substr(b, 5), 12, '0'), '2020-05-17' from unnest($1::text[], $2::text[]) as o(a, b)`,
    [lines.map((l) => l.lineId), lines.map((l) => l.imsi)],
  );
  for (const line of lines) {
    options.simulator?.createSubscriber({
      imsi: line.imsi,
      msisdn: line.msisdn,
      ...(options.attachedTo === undefined ? {} : { vlr: options.attachedTo }),
    });
  }
  return lines;
}

/** Cases that are due now at the first stage that the engine walks by itself. */
export async function seedCases(
  db: Db,
  lines: readonly SeededLine[],
  options: { readonly lane?: number; readonly rulebookVersion: string; readonly stage?: Stage },
): Promise<void> {
  await db.query(
    `insert into termination (reference, line_id, holder_id, lane, stage, due_at, plan, plan_version, jurisdiction, province,
       rulebook_version, channel, declared_at, identified_at, confirmed_at, billing_end_on, currency, receipt_hash)
     select 'HB-' || a, a, b, $3, $4, now(), $5, $6, 'cn', 'CN-BJ', $7, 'online', now(), now(), now(), current_date, 'CNY', '\\x00'
     from unnest($1::text[], $2::text[]) as o(a, b)`,
    [
      lines.map((l) => l.lineId),
      lines.map((l) => l.partyId),
      options.lane ?? 1,
      options.stage ?? 'cool_off',
      planFor({ urgent: false, esim: false }),
      PLAN_VERSION,
      options.rulebookVersion,
    ],
  );
}
