import { execFileSync, spawnSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll } from 'vitest';
import { copyOf } from '../../src/certificate/credential/choice.ts';
import {
  answerDisclosure,
  digestText,
  hiding,
  SALT_BYTES,
} from '../../src/certificate/credential/disclosure.ts';
import { issueCertificate } from '../../src/certificate/credential/issue.ts';
import { compactOf, jsonOf } from '../../src/certificate/credential/sd-jwt.ts';
import { type KeyRing, openKeyRing } from '../../src/certificate/sign/keys.ts';
import type { CertificateSigner, Issuer } from '../../src/certificate/sign/signer.ts';
import type { CertificateCopy, Claims } from '../../src/domain/certificates/certificate.ts';
import type { LocalDate } from '../../src/domain/values/local-date.ts';
import { nodeVerifyCrypto } from '../../src/ports/node-verify-crypto.ts';
import { CHAIN, deletion, type ProfileDraft, profileDrafts } from './profile-fixtures.ts';

export const NOW = new Date('2026-11-22T02:30:00.000Z');
export const OPERATOR: Issuer = { id: 'lakeside.example', name: '湖滨移动 Lakeside Mobile' };
export const OTHER: Issuer = { id: 'hillside.example', name: 'Hillside Telecom' };
export const NUMBER = '+8613812341234';

const folders: string[] = [];
afterAll(() => {
  for (const folder of folders) rmSync(folder, { recursive: true, force: true });
});

export function temporaryFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'handback-certificate-'));
  folders.push(folder);
  return folder;
}

export async function newRing(issuer: Issuer = OPERATOR, now: Date = NOW): Promise<KeyRing> {
  return openKeyRing(join(temporaryFolder(), 'keys'), issuer, now);
}

export interface Draft {
  /** As they are to be signed. */
  readonly claims: Claims;
  readonly disclosures: readonly string[];
}

/** The deletion of one eSIM profile is proven, and that of another is not. */
const PROFILES: readonly ProfileDraft[] = [
  { result: 'proven', notification: deletion(CHAIN) },
  { result: 'unreachable' },
];

export const ADDRESS = 'https://lakeside.example';
export const STATUS = { idx: 4711, uri: `${ADDRESS}/status-lists/0` };

/**
 * Claims with all their disclosures: a card and an eSIM profile, the second one with a node that did not answer, and
 * what became of eSIM profiles.
 */
export function draft(
  issuer: Issuer = OPERATOR,
  changes: Partial<Claims> = {},
  holderName = '张伟',
  number: string | null = NUMBER,
  profiles: readonly ProfileDraft[] = PROFILES,
): Draft {
  const disclosures: string[] = [];
  const hide = hiding(randomBytes, disclosures);
  const answered = (value: string | Buffer) => {
    const { text, digest } = answerDisclosure(randomBytes(SALT_BYTES), Buffer.from(value));
    disclosures.push(text);
    return { _sd: [digestText(digest)] };
  };
  const claims: Claims = {
    iss: ADDRESS,
    iat: Math.floor(NOW.getTime() / 1000),
    vct: `${ADDRESS}/vct/line-termination/1`,
    jti: 'c7d1f0a2-5b3e-4a6c-9f1d-2e8b7a604c11',
    status: { status_list: STATUS },
    supersedes: null,
    operator: {
      id: issuer.id,
      name: { 'zh-CN': issuer.name.split(' ')[0]!, en: issuer.name.split(' ').slice(1).join(' ') },
      contact: '+86 571 8888 0000',
    },
    caseReference: 'HB-2026-004217',
    declaredAt: '2026-11-19T06:12:40.000Z',
    confirmedAt: '2026-11-19T06:20:03.511Z',
    serviceEndedAt: '2026-11-22T02:14:07.902Z',
    billingEndedOn: '2026-11-22' as LocalDate,
    numberReleasedOn: '2027-02-20' as LocalDate,
    timeZone: 'Asia/Shanghai',
    rulebook: { jurisdiction: 'cn', version: '2026-10-01' },
    subject: hide(
      {},
      { msisdn: number, lineId: 'L-10028841', holderId: 'P-77', holderName, documentEnding: '123X' },
    ),
    accesses: [
      hide(
        {
          kind: 'sim',
          detach: 'acknowledged',
          absentAtEnd: true,
          evidence: [
            {
              stage: 'bar',
              meaning: 'access_refused',
              element: 'osmo-hlr',
              at: '2026-11-22T02:13:58.044Z',
              ...answered('{"access":"none"}'),
            },
            {
              stage: 'detach',
              meaning: 'location_cancelled',
              element: 'vlr-01.lakeside',
              node: { domain: 'cs', name: 'vlr-01.lakeside' },
              at: '2026-11-22T02:14:01.310Z',
              ...answered('CancelLocation ack'),
            },
            {
              stage: 'remove',
              meaning: 'subscriber_absent',
              element: 'osmo-hlr',
              at: '2026-11-22T02:14:07.902Z',
              ...answered('ERR: no such subscriber'),
            },
          ],
        },
        { imsi: '460001234567890', iccid: '89860012345678901234' },
      ),
      hide(
        {
          kind: 'esim',
          detach: 'unconfirmed',
          absentAtEnd: true,
          evidence: [
            {
              stage: 'detach',
              meaning: 'node_silent',
              element: 'osmo-hlr',
              node: { domain: 'ps', name: 'sgsn-02.lakeside' },
              at: '2026-11-22T02:14:05.700Z',
              ...answered(Buffer.from([0, 1, 2, 255])),
            },
          ],
        },
        { imsi: '460001234567891', iccid: '89860012345678905678' },
      ),
    ],
    profiles: profileDrafts(profiles, hide, disclosures),
    bill: {
      invoiceId: 'INV-2026-118204',
      total: { currency: 'CNY', minor: -1250 },
      refund: { currency: 'CNY', minor: 1250 },
    },
    number: number === null ? 'none' : 'quarantined',
    withdrawals: 0,
    _sd_alg: 'sha-256',
    ...changes,
  };
  return { claims, disclosures };
}

/** A certificate with all its disclosures. */
export function certificate(
  signer: CertificateSigner,
  { claims, disclosures }: Draft = draft(signer.issuer),
  now: Date = NOW,
  chain = false,
): Promise<CertificateCopy> {
  const dated = { ...claims, iat: Math.floor(now.getTime() / 1000) };
  return copyOf(issueCertificate(dated, signer, chain), disclosures, null, nodeVerifyCrypto);
}

/** The compact form as bytes. */
export const compactBytes = (copy: CertificateCopy): Buffer => Buffer.from(compactOf(copy));
/** The JSON form as bytes. */
export const jsonBytes = (copy: CertificateCopy): Buffer => bytesOf(jsonOf(copy));

export function bytesOf(value: unknown): Buffer {
  return Buffer.from(JSON.stringify(value));
}

/** Whether a Debian tool is here: tests that need it skip by name where it is not. */
export function hasTool(name: string): boolean {
  return spawnSync('sh', ['-c', `command -v ${name}`]).status === 0;
}

export function run(tool: string, ...args: readonly string[]): string {
  return execFileSync(tool, args, { encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] });
}
