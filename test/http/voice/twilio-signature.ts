import { createHmac } from 'node:crypto';

const HASHES = { HMAC_SHA1: 'sha1', HMAC_SHA256: 'sha256' } as const;

/**
 * What Twilio signs: the address and, sorted, each name and value of the form, a value of several once each and sorted. Written apart
 * from ours, and held to what Twilio's own library answered (`twilio-signature.test.ts`): the library brings 50 packages, which
 * whoever starts Handback for the first time would wait for.
 */
export function twilioSignature(
  secret: string,
  address: string,
  form: Readonly<Record<string, string | readonly string[]>>,
  algorithm: keyof typeof HASHES = 'HMAC_SHA1',
): string {
  let signed = address;
  for (const name of Object.keys(form).sort()) {
    const held = form[name]!;
    const values = typeof held === 'string' ? [held] : [...new Set(held)].sort();
    for (const value of values) signed += `${name}${value}`;
  }
  return createHmac(HASHES[algorithm], secret).update(signed, 'utf8').digest('base64');
}
