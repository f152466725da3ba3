import { type Msisdn, parseMsisdn } from '../values/msisdn.ts';

/** Types of number of SMPP 3.4 section 5.2.5, as far as they tell something apart. */
export const ADDRESS_TYPES = ['unknown', 'international', 'national', 'alphanumeric', 'other'] as const;
export type AddressType = (typeof ADDRESS_TYPES)[number];

/** An address as a message centre names it. */
export interface TextAddress {
  readonly type: AddressType;
  readonly value: string;
}

/** Who wrote. Only a number can be answered; what stands there is no proof of anything. */
export type TextSender =
  | { readonly kind: 'number'; readonly msisdn: Msisdn }
  | { readonly kind: 'short_code' }
  | { readonly kind: 'alphanumeric' }
  | { readonly kind: 'malformed' };

export const SENDER_KINDS = ['number', 'short_code', 'alphanumeric', 'malformed'] as const;

/** Shorter than any number of a subscriber (ITU-T E.164 leaves those to services). */
const SHORT_CODE = /^\d{1,6}$/;

/** @param home the calling code of numbers in national form */
export function textSender({ type, value }: TextAddress, home: string): TextSender {
  const digits = value.trim();
  if (type === 'alphanumeric' || /[^\d+]/.test(digits)) return { kind: 'alphanumeric' };
  if (SHORT_CODE.test(digits)) return { kind: 'short_code' };
  const plain = `+${digits.replace(/^\+/, '')}`;
  // Many centres say of no number of which type it is, and mean it with its country code.
  const forms = type === 'international' ? [plain] : type === 'national' ? [digits] : [digits, plain];
  for (const form of forms) {
    try {
      return { kind: 'number', msisdn: parseMsisdn(form, home) };
    } catch {
      // The next form, or none.
    }
  }
  return { kind: 'malformed' };
}
