import type { TextMessage } from '../uicc/messages/join-parts.ts';
import type { Contact } from '../uicc/phone-book/contact-set.ts';
import type { NamedNumber } from '../uicc/phone-book/dialling-number.ts';
import { csvCell } from './csv-cell.ts';

/** Contacts as CSV (RFC 4180). Several numbers or addresses stand in one cell, with `; ` between. */
export function simContactsCsv(contacts: readonly Contact[]): string {
  return table(
    ['name', 'second_name', 'numbers', 'emails', 'file', 'record'],
    contacts.map(({ name, secondName, numbers, emails, file, record }) => [
      name,
      secondName ?? '',
      numbers.join('; '),
      emails.join('; '),
      file,
      String(record),
    ]),
  );
}

export function simMessagesCsv(messages: readonly TextMessage[]): string {
  return table(
    [
      'kind',
      'status',
      'address',
      'time',
      'text',
      'data_hex',
      'delivery_status',
      'parts',
      'missing_parts',
      'records',
    ],
    messages.map((one) => [
      one.kind,
      one.status,
      one.address,
      one.time ?? '',
      one.text ?? '',
      one.data ?? '',
      one.deliveryStatus === null ? '' : String(one.deliveryStatus),
      String(one.parts),
      one.missing.join(' '),
      one.records.join(' '),
    ]),
  );
}

export function simOwnNumbersCsv(numbers: readonly NamedNumber[]): string {
  return table(
    ['name', 'number'],
    numbers.map(({ name, number }) => [name, number]),
  );
}

function table(columns: readonly string[], rows: readonly (readonly string[])[]): string {
  return [columns, ...rows].map((row) => `${row.map(csvCell).join()}\r\n`).join('');
}
