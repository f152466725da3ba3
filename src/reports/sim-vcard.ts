import type { Contact } from '../uicc/phone-book/contact-set.ts';
import { contentLines, escapedText } from './content-lines.ts';

/** Contacts as vCard 4.0 (RFC 6350), one card each. Nothing is invented: a SIM knows no parts of a name and no kinds of numbers. */
export function simVcard(contacts: readonly Contact[]): string {
  return contacts.map((contact) => contentLines(cardOf(contact))).join('');
}

function cardOf({ name, secondName, numbers, emails }: Contact): readonly string[] {
  // FN must be there (section 6.2.1): what identifies a contact without a name is its number or its address.
  const shown = name || secondName || numbers[0] || emails[0] || '?';
  return [
    'BEGIN:VCARD',
    'VERSION:4.0',
    `FN:${escapedText(shown)}`,
    ...(name !== '' && secondName !== null ? [`NICKNAME:${escapedText(secondName)}`] : []),
    ...numbers.map(telephone),
    ...emails.map((email) => `EMAIL:${escapedText(email)}`),
    'END:VCARD',
  ];
}

/**
 * A URI where the number is international. A local one would need the place in which it counts (RFC 3966 section 5.1.4),
 * which nobody knows, and a pause has no URI: these stay text, which section 6.4.1 allows.
 */
function telephone(number: string): string {
  return /^\+\d+$/.test(number) ? `TEL;VALUE=uri:tel:${number}` : `TEL;VALUE=text:${escapedText(number)}`;
}
