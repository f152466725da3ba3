import { createHash } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { issueBatch } from '../src/certificate/sign/issue.ts';
import { openKeyRing } from '../src/certificate/sign/keys.ts';
import type { Statement } from '../src/domain/certificates/certificate.ts';
import { parseLocalDate } from '../src/domain/values/local-date.ts';
import { money } from '../src/domain/values/money.ts';
import { parseStrictJson } from '../src/domain/values/strict-json.ts';
import type { Figure } from './figure.ts';
import { medianRate } from './median.ts';

const STATEMENTS = 5_000;
const ROUNDS = 5;
const HASH = '0'.repeat(64);
const AT = '2026-11-22T02:14:00.000Z';

/** Signing a batch, beside what its bytes cost at the least; and reading JSON strictly, beside the engine's own reader. */
export async function certificates(): Promise<readonly Figure[]> {
  return [...(await signing()), ...reading()];
}

async function signing(): Promise<readonly Figure[]> {
  const folder = mkdtempSync(join(tmpdir(), 'handback-signing-'));
  const now = new Date(AT);
  const signer = (await openKeyRing(join(folder, 'keys'), STATEMENT.issuer, now)).signer();
  const statements = Array.from({ length: STATEMENTS }, (_, i) => ({
    ...STATEMENT,
    certificateId: `c-${i}`,
  }));
  const rate = medianRate(ROUNDS, STATEMENTS, () => issueBatch(statements, signer, now));
  const bare = medianRate(ROUNDS, STATEMENTS, () => {
    for (const statement of statements) createHash('sha256').update(JSON.stringify(statement)).digest();
  });
  rmSync(folder, { recursive: true, force: true });
  return [
    {
      ...{ name: 'certificates, statements signed', value: rate, unit: '/s', target: '>= 2000' },
      note: `one batch of ${STATEMENTS}, median of ${ROUNDS}`,
    },
    { name: 'certificates, signed / hashed once each', value: rate / bare },
  ];
}

function reading(): readonly Figure[] {
  const text = Buffer.from(JSON.stringify(Array.from({ length: 2_000 }, () => STATEMENT)));
  const megabytes = text.length / 2 ** 20;
  const strict = medianRate(ROUNDS, megabytes, () => parseStrictJson(text));
  const bare = medianRate(ROUNDS, megabytes, () => JSON.parse(text.toString()));
  const started = performance.now();
  for (const bad of [Buffer.from(`[${'"\\\\",'.repeat(300_000)}`), Buffer.alloc(4_000_000, '1')]) refuse(bad);
  const hostile = performance.now() - started;
  return [
    {
      name: 'strict JSON, read',
      value: strict,
      unit: 'MB/s',
      note: `${megabytes.toFixed(1)} MB of statements`,
    },
    { name: 'strict JSON / JSON.parse', value: strict / bare },
    {
      ...{
        name: 'strict JSON, two hostile texts of megabytes',
        value: hostile,
        unit: 'ms',
        target: '<= 3000',
      },
      note: 'escapes without an end; one number',
    },
  ];
}

function refuse(text: Buffer): void {
  try {
    parseStrictJson(text);
  } catch {
    return;
  }
  throw new Error('a broken text was read');
}

const STATEMENT: Statement = {
  version: 1,
  certificateId: 'c',
  supersedes: null,
  issuer: { id: 'lakeside.example', name: '湖滨移动 Lakeside Mobile' },
  caseReference: 'HB-7K3F9QXM',
  issuedAt: AT,
  declaredAt: AT,
  confirmedAt: AT,
  serviceEndedAt: AT,
  billingEndedOn: parseLocalDate('2026-11-22'),
  numberReleasedOn: parseLocalDate('2027-02-20'),
  timeZone: 'Asia/Shanghai',
  rulebook: { jurisdiction: 'cn', version: '2026-01' },
  subject: { msisdn: HASH, lineId: HASH, holder: HASH },
  accesses: [
    {
      kind: 'sim',
      imsi: HASH,
      iccid: HASH,
      detach: 'confirmed',
      absentAtEnd: true,
      evidence: ['bar', 'detach', 'remove', 'prove_absent'].map((stage) => ({
        ...{ stage, meaning: 'subscriber_absent', element: 'osmo-hlr', at: AT, hash: HASH },
      })),
    },
  ],
  profiles: [],
  bill: { invoiceId: '0199', total: money('CNY', 3_900), refund: null },
  number: 'quarantined',
  withdrawals: 0,
};
