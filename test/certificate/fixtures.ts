import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll } from 'vitest';
import { issueBatch } from '../../src/certificate/sign/issue.ts';
import { type KeyRing, openKeyRing } from '../../src/certificate/sign/keys.ts';
import type { CertificateSigner, Issuer } from '../../src/certificate/sign/signer.ts';
import { commitBytes, commitText } from '../../src/certificate/verify/commitment.ts';
import { buildHolderCopy } from '../../src/certificate/verify/holder-copy.ts';
import type { CertificateFile, Opening, Statement } from '../../src/domain/certificates/certificate.ts';
import type { LocalDate } from '../../src/domain/values/local-date.ts';
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
  readonly statement: Statement;
  readonly openings: Readonly<Record<string, Opening>>;
}

/** The deletion of one eSIM profile is proven, and that of another is not. */
const PROFILES: readonly ProfileDraft[] = [
  { result: 'proven', notification: deletion(CHAIN) },
  { result: 'unreachable' },
];

/**
 * A statement with all its openings: a card and an eSIM profile, the second one with a node that did not answer, and
 * what became of eSIM profiles.
 */
export function draft(
  issuer: Issuer = OPERATOR,
  changes: Partial<Statement> = {},
  holder = '张伟',
  number: string | null = NUMBER,
  profiles: readonly ProfileDraft[] = PROFILES,
): Draft {
  const stated = profileDrafts(profiles);
  const openings: Record<string, Opening> = { ...stated.openings };
  const text = (pointer: string, value: string) => {
    const { commitment, opening } = commitText(value);
    openings[pointer] = opening;
    return commitment;
  };
  const answer = (pointer: string, value: string) => {
    const { commitment, opening } = commitBytes(Buffer.from(value));
    openings[pointer] = opening;
    return commitment;
  };
  const statement: Statement = {
    version: 1,
    certificateId: 'c7d1f0a2-5b3e-4a6c-9f1d-2e8b7a604c11',
    supersedes: null,
    issuer,
    caseReference: 'HB-2026-004217',
    issuedAt: '2026-11-22T02:29:58.120Z',
    declaredAt: '2026-11-19T06:12:40.000Z',
    confirmedAt: '2026-11-19T06:20:03.511Z',
    serviceEndedAt: '2026-11-22T02:14:07.902Z',
    billingEndedOn: '2026-11-22' as LocalDate,
    numberReleasedOn: '2027-02-20' as LocalDate,
    timeZone: 'Asia/Shanghai',
    rulebook: { jurisdiction: 'cn', version: '2026-10-01' },
    subject: {
      msisdn: number === null ? null : text('/subject/msisdn', number),
      lineId: text('/subject/lineId', 'L-10028841'),
      holder: text('/subject/holder', holder),
    },
    accesses: [
      {
        kind: 'sim',
        imsi: text('/accesses/0/imsi', '460001234567890'),
        iccid: text('/accesses/0/iccid', '89860012345678901234'),
        detach: 'acknowledged',
        absentAtEnd: true,
        evidence: [
          {
            stage: 'bar',
            meaning: 'access_refused',
            element: 'osmo-hlr',
            at: '2026-11-22T02:13:58.044Z',
            hash: answer('/accesses/0/evidence/0/hash', '{"access":"none"}'),
          },
          {
            stage: 'detach',
            meaning: 'location_cancelled',
            element: 'vlr-01.lakeside',
            node: { domain: 'cs', name: 'vlr-01.lakeside' },
            at: '2026-11-22T02:14:01.310Z',
            hash: answer('/accesses/0/evidence/1/hash', 'CancelLocation ack'),
          },
          {
            stage: 'remove',
            meaning: 'subscriber_absent',
            element: 'osmo-hlr',
            at: '2026-11-22T02:14:07.902Z',
            hash: answer('/accesses/0/evidence/2/hash', 'ERR: no such subscriber'),
          },
        ],
      },
      {
        kind: 'esim',
        imsi: text('/accesses/1/imsi', '460001234567891'),
        iccid: text('/accesses/1/iccid', '89860012345678905678'),
        detach: 'unconfirmed',
        absentAtEnd: true,
        evidence: [
          {
            stage: 'detach',
            meaning: 'node_silent',
            element: 'osmo-hlr',
            node: { domain: 'ps', name: 'sgsn-02.lakeside' },
            at: '2026-11-22T02:14:05.700Z',
            hash: answer('/accesses/1/evidence/0/hash', Buffer.from([0, 1, 2, 255]).toString('latin1')),
          },
        ],
      },
    ],
    profiles: stated.profiles,
    bill: {
      invoiceId: 'INV-2026-118204',
      total: { currency: 'CNY', minor: -1250 },
      refund: { currency: 'CNY', minor: 1250 },
    },
    number: 'quarantined',
    withdrawals: 0,
    ...changes,
  };
  return { statement, openings };
}

export function certificate(
  signer: CertificateSigner,
  made: Draft = draft(signer.issuer),
  now: Date = NOW,
): CertificateFile {
  const [proof] = issueBatch([made.statement], signer, now);
  return buildHolderCopy(made.statement, proof!, made.openings);
}

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
