import { createHash, timingSafeEqual } from 'node:crypto';
import { base32 } from '../../domain/values/base32.ts';
import { plainText } from '../../domain/values/pasted-text.ts';
import type { Db } from '../../store/database/database.ts';
import type { Vault } from '../../store/database/vault.ts';

/** Keeps a receipt in the transaction that gives it, where its person is not there to take it. */
export type ReceiptKeeper = (
  tx: Db,
  given: { readonly caseId: string; readonly secret: string },
) => Promise<void>;

/** A case's public name, e.g. `HB-7K3F9QXM`: 40 random bits, no secret. */
export function newReference(vault: Vault): string {
  return `HB-${base32(vault.random(5))}`;
}

/** The receipt number of a dispute, e.g. `DP-7K3F9QXM`; no secret. */
export function newDisputeReference(vault: Vault): string {
  return `DP-${base32(vault.random(5))}`;
}

/** The name of a special request, e.g. `SR-7K3F9QXM`; no secret. */
export function newRequestReference(vault: Vault): string {
  return `SR-${base32(vault.random(5))}`;
}

/** The name of a review of fraud, e.g. `FR-7K3F9QXM`; no secret. */
export function newReviewReference(vault: Vault): string {
  return `FR-${base32(vault.random(5))}`;
}

/** The name of a campaign of reported texts, e.g. `SC-7K3F9QXM`; no secret. */
export function newCampaignReference(vault: Vault): string {
  return `SC-${base32(vault.random(5))}`;
}

/** The receipt's secret: 120 random bits in groups of four; whoever holds it may follow and withdraw this one case. */
export function newReceiptSecret(vault: Vault): string {
  return base32(vault.random(15)).match(/.{4}/g)!.join('-');
}

export function hashReceipt(secret: string): Buffer {
  return createHash('sha256').update(normalise(secret)).digest();
}

export function receiptMatches(secret: string, hash: Buffer): boolean {
  return timingSafeEqual(hashReceipt(secret), hash);
}

/** Six groups of four, alone among other words. */
const SECRET = /(?<![0-9A-Z]-?)(?:[0-9A-Z]{4}[- ]?){5}[0-9A-Z]{4}(?!-?[0-9A-Z])/i;
const REFERENCE = /(?<![0-9A-Z])HB[- ]?([0-9A-Z]{8})(?![0-9A-Z])/i;
const REQUEST_REFERENCE = /(?<![0-9A-Z])SR[- ]?([0-9A-Z]{8})(?![0-9A-Z])/i;

/** As a person may type it: lower case, full-width, without dashes, O for 0 and I or L for 1; or within what they copied. */
function normalise(text: string): string {
  const plain = plainText(text.slice(0, 1_000));
  return (SECRET.exec(plain)?.[0] ?? plain.slice(0, 100))
    .toUpperCase()
    .replace(/[^0-9A-Z]/g, '')
    .replaceAll('O', '0')
    .replace(/[IL]/g, '1');
}

/** Whether a text is, or holds, the reference of a case, as a person may type it. */
export function isCaseReference(text: string): boolean {
  return REFERENCE.test(plainText(text.slice(0, 1_000)));
}

/** Whether a reference, as a person may type it, is one of a special request. */
export function isRequestReference(text: string): boolean {
  return REQUEST_REFERENCE.test(plainText(text.slice(0, 1_000)));
}

export function normaliseRequestReference(text: string): string {
  const plain = plainText(text.slice(0, 1_000));
  return `SR-${normalise(REQUEST_REFERENCE.exec(plain)?.[1] ?? plain.replace(/^sr-?/i, ''))}`;
}

export function normaliseReference(text: string): string {
  const plain = plainText(text.slice(0, 1_000));
  const body = normalise(REFERENCE.exec(plain)?.[1] ?? plain.replace(/^hb-?/i, ''));
  return `HB-${body}`;
}
