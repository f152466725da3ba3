import { HandbackError } from './errors.ts';
import { type Msisdn, maskMsisdn, parseMsisdn } from './msisdn.ts';
import { plainText } from './pasted-text.ts';

export type ContactChannel = 'email' | 'msisdn' | 'postal';

/** A way to reach a person that may outlive the line; `value` is normalised, so that equal contacts are equal text. */
export type Contact =
  | { readonly channel: 'email'; readonly value: string }
  | { readonly channel: 'msisdn'; readonly value: Msisdn }
  /** Address lines from the name down, joined by line feeds; the country is a line of its own. */
  | { readonly channel: 'postal'; readonly value: string };

function refuse(channel: ContactChannel, reason: string): never {
  throw new HandbackError('contact_invalid', { channel, reason });
}

/**
 * @param defaultCountry calling code for a number in national form, e.g. `86`.
 * @throws HandbackError `contact_invalid`; for a number, the codes of `parseMsisdn`.
 */
export function parseContact(channel: ContactChannel, text: string, defaultCountry?: string): Contact {
  switch (channel) {
    case 'email':
      return { channel, value: parseEmail(text) };
    case 'msisdn':
      return { channel, value: parseMsisdn(text, defaultCountry) };
    case 'postal':
      return { channel, value: parsePostal(text) };
  }
}

/** RFC 5322 dot-atom; letters of any script by RFC 6531. Quoted local parts are legal and unused, hence refused. */
const LOCAL_PART = /^[\p{L}\p{N}!#$%&'*+/=?^_`{|}~-]+(\.[\p{L}\p{N}!#$%&'*+/=?^_`{|}~-]+)*$/u;
const DOMAIN_LABEL = /^[\p{L}\p{N}]([\p{L}\p{M}\p{N}-]*[\p{L}\p{M}\p{N}])?$/u;

/** Only the domain is case-insensitive (RFC 5321 section 2.4), so only it is folded. */
function parseEmail(text: string): string {
  const address = plainText(text).normalize('NFC');
  const at = address.lastIndexOf('@');
  if (at < 1) refuse('email', 'no_at_sign');
  const local = address.slice(0, at);
  const domain = address.slice(at + 1).toLowerCase();
  // RFC 5321 section 4.5.3.1; a path of 256 octets holds an address of 254.
  const octets = new TextEncoder();
  if (octets.encode(local).length > 64 || octets.encode(`${local}@${domain}`).length > 254)
    refuse('email', 'too_long');
  if (!LOCAL_PART.test(local)) refuse('email', 'local_part');
  const labels = domain.split('.');
  const last = labels.at(-1)!;
  if (labels.length < 2 || /^\d+$/.test(last)) refuse('email', 'domain');
  if (!labels.every((label) => label.length <= 63 && DOMAIN_LABEL.test(label))) refuse('email', 'domain');
  return `${local}@${domain}`;
}

/** Two to seven lines of at most 80 characters, which is what fits the window of an envelope. */
function parsePostal(text: string): string {
  const lines = text
    .split(/\r\n|[\n\r\u2028\u2029]/u)
    .map((line) => plainText(line).replace(/ +/g, ' '))
    .filter((line) => line !== '');
  if (lines.some((line) => /\p{Cc}/u.test(line))) refuse('postal', 'control_character');
  if (lines.length < 2) refuse('postal', 'too_few_lines');
  if (lines.length > 7 || lines.some((line) => line.length > 80)) refuse('postal', 'too_long');
  if (!lines.some((line) => /\p{L}/u.test(line))) refuse('postal', 'no_letters');
  return lines.join('\n');
}

/** What may be shown before a person has proven who they are: enough to recognise, too little to use. */
export function maskContact(contact: Contact): string {
  switch (contact.channel) {
    case 'email': {
      const [local, domain] = splitEmail(contact.value);
      const dot = domain.lastIndexOf('.');
      return `${first(local)}***@${first(domain)}***${domain.slice(dot)}`;
    }
    case 'msisdn':
      return maskMsisdn(contact.value);
    case 'postal': {
      const lines = contact.value.split('\n');
      return `${first(lines[0]!)}***, ***, ${first(lines.at(-1)!)}***`;
    }
  }
}

function splitEmail(address: string): readonly [string, string] {
  const at = address.lastIndexOf('@');
  return [address.slice(0, at), address.slice(at + 1)];
}

/** The first character, whole even outside the basic plane. */
function first(text: string): string {
  return [...text][0] ?? '';
}
