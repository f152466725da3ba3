import { generateKeyPairSync, randomBytes, sign, verify } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { answerDisclosure, digestText, hiding } from '../src/certificate/credential/disclosure.ts';
import { issueCertificate } from '../src/certificate/credential/issue.ts';
import { compactOf } from '../src/certificate/credential/sd-jwt.ts';
import { openKeyRing } from '../src/certificate/sign/keys.ts';
import { readTrust } from '../src/certificate/sign/trust.ts';
import { verifyCertificate } from '../src/certificate/verify/verify.ts';
import type { Claims } from '../src/domain/certificates/certificate.ts';
import { parseLocalDate } from '../src/domain/values/local-date.ts';
import { money } from '../src/domain/values/money.ts';
import { parseStrictJson } from '../src/domain/values/strict-json.ts';
import { nodeVerifyCrypto } from '../src/ports/node-verify-crypto.ts';
import type { Figure } from './figure.ts';
import { medianRate } from './median.ts';

const CERTIFICATES = 2_000;
const ROUNDS = 5;
const AT = '2026-11-22T02:14:00.000Z';
const ADDRESS = 'https://lakeside.example';
const ISSUER = { id: 'lakeside.example', name: '湖滨移动 Lakeside Mobile' };

/** Issuing and verifying a certificate beside ES256 alone; and reading JSON strictly, beside the engine's own reader. */
export async function certificates(): Promise<readonly Figure[]> {
  return [...(await signing()), ...reading()];
}

async function signing(): Promise<readonly Figure[]> {
  const folder = mkdtempSync(join(tmpdir(), 'handback-signing-'));
  const ring = await openKeyRing(join(folder, 'keys'), ISSUER, new Date(AT));
  rmSync(folder, { recursive: true, force: true });
  const signer = ring.signer();
  const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const options = { dsaEncoding: 'ieee-p1363' } as const;
  const made = compose();
  const jwt = issueCertificate(made.claims, signer);
  const bytes = Buffer.from(jwt);
  const signature = sign('sha256', bytes, { key: privateKey, ...options });
  const trust = await readTrust([ring.publicKeys()], nodeVerifyCrypto);
  const compact = Buffer.from(compactOf({ jwt, disclosures: made.disclosures }));
  const each = (one: () => unknown) => () => {
    for (let i = 0; i < CERTIFICATES; i += 1) one();
  };

  const issued = medianRate(
    ROUNDS,
    CERTIFICATES,
    each(() => issueCertificate(compose().claims, signer)),
  );
  const signed = medianRate(
    ROUNDS,
    CERTIFICATES,
    each(() => sign('sha256', bytes, { key: privateKey, ...options })),
  );
  const verified = await medianRateOfEach(() =>
    verifyCertificate(compact, { trust, crypto: nodeVerifyCrypto, now: new Date(AT) }),
  );
  const checked = medianRate(
    ROUNDS,
    CERTIFICATES,
    each(() => verify('sha256', bytes, { key: publicKey, ...options }, signature)),
  );
  const size = `${compact.length} bytes with ${made.disclosures.length} disclosures, one thread`;
  return [
    { name: 'certificates, issued', value: issued, unit: '/s', note: size },
    { name: 'certificates, issued / signed bare (ES256)', value: issued / signed, target: '>= 0.2' },
    { name: 'certificates, verified', value: verified, unit: '/s', note: size },
    { name: 'certificates, verified / checked bare (ES256)', value: verified / checked, target: '>= 0.2' },
  ];
}

async function medianRateOfEach(one: () => Promise<unknown>): Promise<number> {
  const rates: number[] = [];
  for (let round = 0; round < ROUNDS; round += 1) {
    const started = performance.now();
    for (let i = 0; i < CERTIFICATES; i += 1) await one();
    rates.push((CERTIFICATES / (performance.now() - started)) * 1000);
  }
  return rates.sort((a, b) => a - b)[Math.floor(ROUNDS / 2)]!;
}

function reading(): readonly Figure[] {
  const text = Buffer.from(JSON.stringify(Array.from({ length: 2_000 }, () => CLAIMS)));
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
      note: `${megabytes.toFixed(1)} MB of claims`,
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

/** One card, four answers of the network. */
function compose(): { readonly claims: Claims; readonly disclosures: readonly string[] } {
  const disclosures: string[] = [];
  const hide = hiding(randomBytes, disclosures);
  const evidence = ['bar', 'detach', 'remove', 'prove_absent'].map((stage) => {
    const { text, digest } = answerDisclosure(
      randomBytes(16),
      Buffer.from(`OK ${stage}: no such subscriber`),
    );
    disclosures.push(text);
    return { stage, meaning: 'subscriber_absent', element: 'osmo-hlr', at: AT, _sd: [digestText(digest)] };
  });
  const access = { kind: 'sim', detach: 'acknowledged', absentAtEnd: true, evidence } as const;
  const claims: Claims = {
    iss: ADDRESS,
    iat: Date.parse(AT) / 1000,
    vct: `${ADDRESS}/vct/line-termination/1`,
    jti: '869a9bee-adcf-4eac-902c-548414849e38',
    status: { status_list: { idx: 4711, uri: `${ADDRESS}/status-lists/0` } },
    supersedes: null,
    operator: { id: ISSUER.id, name: { 'zh-CN': '湖滨移动', en: 'Lakeside Mobile' }, contact: null },
    caseReference: 'HB-7K3F9QXM',
    declaredAt: AT,
    confirmedAt: AT,
    serviceEndedAt: AT,
    billingEndedOn: parseLocalDate('2026-11-22'),
    numberReleasedOn: parseLocalDate('2027-02-20'),
    timeZone: 'Asia/Shanghai',
    rulebook: { jurisdiction: 'cn', version: '2026-01' },
    subject: hide(
      {},
      {
        ...{ msisdn: '+8617000000001', lineId: 'L-1', holderId: 'P-1' },
        ...{ holderName: '张伟', documentEnding: '123X' },
      },
    ),
    accesses: [hide(access, { imsi: '460001234567890', iccid: '89860012345678901234' })],
    profiles: [],
    bill: { invoiceId: '0199', total: money('CNY', 3_900), refund: null },
    number: 'quarantined',
    withdrawals: 0,
    _sd_alg: 'sha-256',
  };
  return { claims, disclosures };
}

const CLAIMS = compose().claims;
