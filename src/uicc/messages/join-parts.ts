import type { StoredMessage } from './message-record.ts';

/** A text message as its reader knows it: of all the records that belong together. */
export interface TextMessage extends Omit<StoredMessage, 'part'> {
  /** How many parts it was sent in. */
  readonly parts: number;
  /** The parts that are not on the card, from 1. Where one is missing, the text says `[…]`. */
  readonly missing: readonly number[];
  /** The records of EF_SMS, from 1, in the order of the parts. */
  readonly records: readonly number[];
}

/** A message and the record that holds it. */
export interface RecordedMessage extends StoredMessage {
  readonly record: number;
}

const GAP = '[…]';

/**
 * Joins what was sent in parts (3GPP TS 23.040 section 9.2.3.24.1): by kind, address, reference and number of parts. A phone
 * uses a reference again after some time: a part that is there already begins a new message.
 * @returns in the order of their first records
 */
export function joinParts(stored: readonly RecordedMessage[]): readonly TextMessage[] {
  const groups: Map<number, RecordedMessage>[] = [];
  const open = new Map<string, Map<number, RecordedMessage>>();
  for (const message of stored) {
    const { part, kind, address } = message;
    const number = part?.number ?? 1;
    const key = part === null ? null : JSON.stringify([kind, address, part.reference, part.total]);
    let group = key === null ? undefined : open.get(key);
    if (group === undefined || group.has(number)) {
      group = new Map();
      groups.push(group);
      if (key !== null) open.set(key, group);
    }
    group.set(number, message);
  }
  return groups.map(joined);
}

function joined(group: ReadonlyMap<number, RecordedMessage>): TextMessage {
  const inOrder = [...group].sort(([a], [b]) => a - b).map(([, message]) => message);
  const { part, record: _, ...first } = inOrder[0]!;
  const total = part?.total ?? 1;
  const numbers = Array.from({ length: total }, (_, i) => i + 1);
  const missing = numbers.filter((number) => !group.has(number));
  return {
    ...first,
    // One unread part makes the message unread.
    status: inOrder.find(({ status }) => status === 'unread')?.status ?? first.status,
    // A character of two halves may be cut between two parts.
    text: contentOf(inOrder, (one) => one.text, numbers, group, GAP)?.toWellFormed() ?? null,
    data: contentOf(inOrder, (one) => one.data, numbers, group, ''),
    parts: total,
    missing,
    records: inOrder.map(({ record }) => record),
  };
}

function contentOf(
  inOrder: readonly RecordedMessage[],
  of: (message: RecordedMessage) => string | null,
  numbers: readonly number[],
  group: ReadonlyMap<number, RecordedMessage>,
  gap: string,
): string | null {
  if (inOrder.every((message) => of(message) === null)) return null;
  return numbers
    .map((number) => {
      const message = group.get(number);
      return message === undefined ? gap : (of(message) ?? '');
    })
    .join('');
}
