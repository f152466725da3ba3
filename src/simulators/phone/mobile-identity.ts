/** Mobile identity (3GPP TS 24.008 section 10.5.1.4): who a phone says that it is, without the length octet. */
const TYPE = { imsi: 1, imei: 2, imeisv: 3, tmsi: 4 } as const;

/** What makes a phone somebody: its card and its own number. */
export interface Card {
  readonly imsi: string;
  readonly imei: string;
}

/** What an IDENTITY REQUEST asks for, by its number. */
export const IDENTITY_NAMES: Readonly<Record<number, string>> = {
  [TYPE.imsi]: 'IMSI',
  [TYPE.imei]: 'IMEI',
  [TYPE.imeisv]: 'IMEISV',
  [TYPE.tmsi]: 'TMSI',
};

/** The first digit shares its octet with the type; an even number of digits is filled with F. */
function digits(type: number, text: string): Buffer {
  const odd = text.length % 2;
  const nibbles = [...text].map(Number);
  if (odd === 0) nibbles.push(0xf);
  const bytes = [(nibbles[0]! << 4) | (odd << 3) | type];
  for (let i = 1; i < nibbles.length; i += 2) bytes.push((nibbles[i + 1]! << 4) | nibbles[i]!);
  return Buffer.from(bytes);
}

export const imsiIdentity = (imsi: string): Buffer => digits(TYPE.imsi, imsi);

/** A TMSI or P-TMSI: four octets behind the type. */
export function temporaryIdentity(tmsi: number): Buffer {
  const bytes = Buffer.of(0xf0 | TYPE.tmsi, 0, 0, 0, 0);
  bytes.writeUInt32BE(tmsi, 1);
  return bytes;
}

/** Answers an IDENTITY REQUEST for the type that it names. */
export function identityOfType(type: number, card: Card): Buffer {
  if ((type & 7) === TYPE.imsi) return imsiIdentity(card.imsi);
  // The software version's two digits take the place of the check digit.
  if ((type & 7) === TYPE.imeisv) return digits(TYPE.imeisv, `${card.imei.slice(0, 14)}01`);
  return digits(TYPE.imei, card.imei);
}

/** The TMSI in a mobile identity, or `null` if it is another kind. */
export function readTemporary(identity: Buffer): number | null {
  return identity.length === 5 && (identity[0]! & 7) === TYPE.tmsi ? identity.readUInt32BE(1) : null;
}

/** An IMEI of a test phone that is its own to each IMSI: type allocation 00-1 is for tests; Luhn's check digit at the end (TS 23.003 section 6.2). */
export function testImei(imsi: string): string {
  const body = `00101000${imsi.slice(-6).padStart(6, '0')}`;
  const sum = [...body].reduce((total, char, i) => {
    const value = Number(char) * (i % 2 === 1 ? 2 : 1);
    return total + (value > 9 ? value - 9 : value);
  }, 0);
  return `${body}${(10 - (sum % 10)) % 10}`;
}
