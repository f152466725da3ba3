import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Masked, renderPdf } from '../../../src/certificate/paper/pdf.ts';
import type { KeyRing } from '../../../src/certificate/sign/keys.ts';
import type { CertificateSigner } from '../../../src/certificate/sign/signer.ts';
import { readTrust, type Trust } from '../../../src/certificate/sign/trust.ts';
import type { Verdict } from '../../../src/certificate/verify/verdict.ts';
import { verifyCertificate } from '../../../src/certificate/verify/verify.ts';
import type { CertificateCopy } from '../../../src/domain/certificates/certificate.ts';
import type { Language } from '../../../src/domain/values/language.ts';
import { nodeVerifyCrypto } from '../../../src/ports/node-verify-crypto.ts';
import { certificate, NOW, NUMBER, newRing, temporaryFolder } from '../fixtures.ts';

export const MASKED: Masked = {
  msisdn: '138 **** 1234',
  holder: '张*',
  iccids: ['8986 **** 1234', '8986 **** 5678'],
};
export const VERIFY_URL = 'https://lakeside.example/verify/HB-2026-004217';

/** An operator with one certificate, as a copy and as PDF. */
export interface Operator {
  readonly ring: KeyRing;
  readonly trust: Trust;
  readonly copy: CertificateCopy;
  readonly pdf: Buffer;
}

export async function newOperator(): Promise<Operator> {
  const ring = await newRing();
  const copy = await certificate(ring.signer());
  return {
    ring,
    trust: await readTrust([ring.publicKeys()], nodeVerifyCrypto),
    copy,
    pdf: await render(copy, ring.signer()),
  };
}

export function pdfOptions(signer: CertificateSigner, first: Language = 'zh-CN') {
  return { verifyUrl: VERIFY_URL, language: first, now: NOW, signer };
}

export async function render(
  copy: CertificateCopy,
  signer: CertificateSigner,
  masked: Masked = MASKED,
  first?: Language,
): Promise<Buffer> {
  return Buffer.from(await renderPdf(copy, masked, pdfOptions(signer, first)));
}

export function verifyPdf(bytes: Uint8Array, trust: Trust): Promise<Verdict> {
  return verifyCertificate(bytes, { trust, crypto: nodeVerifyCrypto, now: NOW, number: NUMBER });
}

export function saved(bytes: Uint8Array, name = 'certificate.pdf'): string {
  const path = join(temporaryFolder(), name);
  writeFileSync(path, bytes);
  return path;
}
